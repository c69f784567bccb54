"""Headings of the file a bank is given."""

from typing import Final

COLUMNS: Final = ("序号", "收款人户名", "收款人账号", "开户行", "金额(元)", "附言")
