"""How long the papers of the books are kept: what has had its time, and the list that proposes to destroy it.

Nothing here destroys anything: the law wants an appraisal, signatures and two who watch (会计档案管理办法 art. 18).
"""

from services.retention.overdue import PersonDue, Retention, RetentionList, Shelf
from services.retention.terms import Kind, kinds

__all__ = ["Kind", "PersonDue", "Retention", "RetentionList", "Shelf", "kinds"]
