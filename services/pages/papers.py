"""Papers to look at and to take along: attachments, and what is typeset for printing."""

from typing import Any

from services.auth import may
from services.pages.page import Fetched, Reply, page
from services.pages.visit import Visit

_UNION = "/unions/{union_id}"


def file_page(path: str, operation_id: str, *, action: str, section: str) -> None:
    """Declare a page that hands on the file of a reading operation, with the query of its own address."""

    async def fetch(visit: Visit) -> Reply:
        return Fetched(answer=await visit.ask(operation_id, **dict[str, Any](visit.query)))

    page("GET", _UNION + path, operation_id, policy=may(action), section=section)(fetch)


file_page("/attachments/{digest}", "readAttachment", action="attachments.read", section="home")
file_page("/prints/vouchers", "typesetVouchers", action="books.read", section="vouchers")
file_page(
    "/prints/vouchers/{voucher_id}", "typesetVoucher", action="books.read", section="vouchers"
)
file_page("/prints/ledgers/{ledger}", "typesetLedger", action="books.read", section="ledgers")
file_page("/prints/statements/{code}", "typesetStatement", action="books.read", section="ledgers")
file_page("/ledgers/{ledger}/workbook", "exportLedger", action="books.read", section="ledgers")
file_page("/statements/{code}/workbook", "exportStatement", action="books.read", section="ledgers")
