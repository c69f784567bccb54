"""Papers as PDF: ledgers, statements, receipts, vouchers and forms on A4, typeset with a font of the system."""

from services.exporters.prints.failures import PrintFailed, PrintFault
from services.exporters.prints.limits import PrintLimits
from services.exporters.prints.press import Press, typeset

__all__ = ["Press", "PrintFailed", "PrintFault", "PrintLimits", "typeset"]
