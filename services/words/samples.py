"""The words of a sample sheet (抽样清单)."""

from typing import Final

TITLE: Final = "审计抽样清单"
HEADINGS: Final = {
    "sample_no": "样本编号",
    "drawn_on": "抽样日期",
    "method": "抽样方法",
    "seed": "随机种子",
    "until_position": "抽样总体截至位点",
    "population_count": "总体笔数",
    "population_yuan": "总体金额(元)",
    "population_sha256": "总体摘要(SHA-256)",
    "size": "样本量",
}
COLUMNS: Final = ("序号", "位点", "业务日期", "业务", "层", "金额(元)", "命中次数")
TICKS: Final = ("原始凭证", "审批手续", "收款人", "入账科目", "附件核对", "结论", "底稿编号")
"""Columns left empty, to be filled in by hand."""
METHODS: Final = {"random": "随机抽样", "stratified": "分层抽样", "monetary_unit": "货币单元抽样"}
EVENTS: Final = {
    "dues": "会费",
    "aid_case": "帮扶",
    "condolence": "慰问",
    "voucher": "凭证",
    "union": "并账转账",
    "contribution": "工会经费",
    "subsidy": "补助",
    "custodial": "代管资金",
    "federation": "拨款",
}
"""What an event that posts to the books is about, by its package."""
