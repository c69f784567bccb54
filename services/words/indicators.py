"""What the indicators of the county's statistics are called (domain.md 6.2)."""

from typing import Final

INDICATORS: Final = {
    "employees": "职工数",
    "members": "会员数",
    "unionization_rate": "入会率",
    "members_joined": "新发展会员",
    "members_transferred_in": "转入会员",
    "members_transferred_out": "转出会员",
    "members_retained": "保留会籍",
    "members_withdrawn": "退会会员",
    "dues_rate": "会费收缴率",
    "contribution_rate": "经费收缴率",
    "remittance_rate": "上解率",
    "budget_rate": "预算执行率",
    "subsidies": "收到补助",
    "hardship_files": "在档困难户",
    "files_opened": "新建档户",
    "files_exited": "脱困户",
    "files_relapsed": "返困户",
    "files_closed": "注销户",
    "exit_rate": "脱困率",
    "aid_households": "帮扶户数",
    "aid_payments": "帮扶人次",
    "aid_amount": "帮扶金额",
    "winter_warmth_payments": "送温暖人次",
    "winter_warmth_amount": "送温暖金额",
    "scholarship_payments": "金秋助学人数",
    "scholarship_amount": "金秋助学金额",
    "condolence_payments": "慰问人次",
    "condolence_amount": "慰问金额",
}
"""The title of each indicator by its code, in the order they are shown."""
