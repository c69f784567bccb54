"""Profile A: tables in the manner of GB/T 24589.2, named in Chinese as its elements are (domain.md 7.7)."""

from typing import Final

from services.words.audit_data.declared import Column, TableWords

ROOT: Final = "会计核算数据"
NAMESPACE: Final = "urn:gonghui:gbt24589-2-like:1"

_PERIOD = Column("会计期间号", "会计期间,年-月", "accounting period, YYYY-MM")
_ACCOUNT = Column("科目编号", "会计科目的编号", "code of the ledger account")
_FUND = Column("辅助项编号", "资金(辅助核算项)的编号", "code of the fund the amount stands in")

TABLES: Final[tuple[TableWords, ...]] = (
    TableWords(
        "电子账簿",
        "账簿的基本信息",
        "what the book is",
        (
            Column("电子账簿编号", "工会在系统内的编号", "id of the union"),
            Column("电子账簿名称", "工会名称", "name of the union"),
            Column("会计核算单位", "会计核算单位", "accounting entity"),
            Column(
                "组织机构代码",
                "统一社会信用代码,未取得的为空",
                "unified social credit code, if any",
            ),
            Column("单位性质", "单位性质", "kind of entity"),
            Column("开发单位", "软件名称", "software"),
            Column("版本号", "软件版本", "version of the software"),
            Column("本位币", "记账本位币", "functional currency"),
            Column("会计年度", "会计年度", "fiscal year", "number"),
            Column("会计制度版本", "所执行会计制度的年份", "accounting standard kept, by its year"),
            Column("标准版本号", "本文件格式的版本", "version of this format"),
            Column(
                "事件位点", "数据截至的事件位点", "position of the log the data shows", "number"
            ),
            Column("链哈希", "该位点的链哈希,可与检查点核对", "chain hash at that position"),
            Column("记录时间", "该位点的记录时间", "instant that position was recorded", "instant"),
        ),
    ),
    TableWords(
        "会计期间",
        "会计年度内各期间的起止与结账",
        "the periods of the year",
        (
            Column("会计年度", "会计年度", "fiscal year", "number"),
            _PERIOD,
            Column("会计期间起始日期", "第一天", "first day", "date"),
            Column("会计期间结束日期", "最后一天", "last day", "date"),
            Column("结账标志", "1 已结账,0 未结账", "1 closed, 0 open", "number"),
        ),
    ),
    TableWords(
        "记账凭证类型",
        "收款、付款、转账",
        "kinds of vouchers",
        (
            Column("记账凭证类型编号", "编号", "code"),
            Column("记账凭证类型名称", "名称", "name"),
            Column("记账凭证类型简称", "简称", "short name"),
        ),
    ),
    TableWords(
        "币种",
        "币种",
        "currencies",
        (Column("币种编码", "编码", "code"), Column("币种名称", "名称", "name")),
    ),
    TableWords(
        "部门档案",
        "分工会和工会小组",
        "branches and groups of the union",
        (
            Column("部门编码", "编号", "id"),
            Column("部门名称", "名称", "name"),
            Column("上级部门编码", "上级的编号", "id of the one above"),
        ),
    ),
    TableWords(
        "员工档案",
        "工会干部及其职务;会员不列入;姓名脱敏",
        "officers of the union by office, names masked; members are not listed",
        (
            Column("员工编码", "干部编号", "id of the officer"),
            Column("员工姓名", "姓名(脱敏)", "name, masked"),
            Column("员工职务", "职务", "office held"),
            Column("入职日期", "任职之日", "first day in office", "date"),
            Column("离职日期", "卸任之日,在任的为空", "last day in office, if over", "date"),
        ),
    ),
    TableWords(
        "操作人员",
        "录入和记账所用的登录",
        "logins that entered or posted",
        (Column("操作人员编号", "登录的编号", "id of the login"),),
    ),
    TableWords(
        "自定义档案项",
        "辅助核算项:资金",
        "customised segment: the fund",
        (Column("档案编码", "编码", "code"), Column("档案名称", "名称", "name")),
    ),
    TableWords(
        "自定义档案值",
        "各项资金",
        "the funds",
        (
            Column("档案编码", "档案项编码", "code of the segment"),
            Column("档案值编码", "资金的编码", "code of the fund"),
            Column("档案值名称", "资金的名称", "name of the fund"),
        ),
    ),
    TableWords(
        "会计科目",
        "所用的会计科目",
        "chart of accounts",
        (
            _ACCOUNT,
            Column("科目名称", "名称", "name"),
            Column("科目级次", "级次", "level", "number"),
            Column("科目类型", "资产、负债、净资产、收入、支出", "kind of account"),
            Column("余额方向", "借或贷", "side on which the balance grows"),
            Column("上级科目编号", "上级科目", "account above"),
        ),
    ),
    TableWords(
        "科目辅助核算",
        "按资金辅助核算的科目",
        "accounts kept by fund",
        (_ACCOUNT, Column("档案编码", "辅助核算项", "code of the segment")),
    ),
    TableWords(
        "科目余额及发生额",
        "按期间、科目、资金的余额和发生额;期初余额凭证计入期初,不计入发生额",
        "balances and turnover by period, account and fund; opening entries are in the opening balance",
        (
            _ACCOUNT,
            _FUND,
            Column("会计年度", "会计年度", "fiscal year", "number"),
            _PERIOD,
            Column("币种编码", "币种", "currency"),
            Column("期初余额方向", "借、贷或平", "side of the opening balance"),
            Column("期初余额", "期初余额的绝对值", "opening balance, absolute", "amount"),
            Column(
                "借方发生额", "本期借方,红字为负", "debit of the period, red is negative", "amount"
            ),
            Column(
                "贷方发生额", "本期贷方,红字为负", "credit of the period, red is negative", "amount"
            ),
            Column("期末余额方向", "借、贷或平", "side of the closing balance"),
            Column("期末余额", "期末余额的绝对值", "closing balance, absolute", "amount"),
        ),
    ),
    TableWords(
        "期初余额录入",
        "录入期初余额的凭证,已计入期初余额(本系统增加的表)",
        "vouchers that entered opening balances, which they are part of (a table of ours)",
        (
            Column("记账凭证日期", "日期", "date", "date"),
            Column("记账凭证编号", "凭证编号", "number of the voucher"),
            _ACCOUNT,
            _FUND,
            Column("借方金额", "借方", "debit", "amount"),
            Column("贷方金额", "贷方", "credit", "amount"),
            Column("制单人", "制单人", "who entered it"),
            Column("审批人", "审批人", "who approved it"),
            Column("记账人", "记账人", "who posted it"),
        ),
    ),
    TableWords(
        "记账凭证",
        "逐行的记账凭证",
        "vouchers, line by line",
        (
            Column("记账凭证日期", "业务日期", "business date", "date"),
            Column("会计年度", "会计年度", "fiscal year", "number"),
            _PERIOD,
            Column("记账凭证类型编号", "类型", "kind of voucher"),
            Column("记账凭证编号", "月内连号,无断号", "number, gapless within its month"),
            Column("记账凭证行号", "行号", "line", "number"),
            Column("记账凭证摘要", "摘要", "description"),
            _ACCOUNT,
            _FUND,
            Column("币种编码", "币种", "currency"),
            Column("借方金额", "借方,红字为负", "debit, red is negative", "amount"),
            Column("贷方金额", "贷方,红字为负", "credit, red is negative", "amount"),
            Column("结算方式", "结算方式,没有的为空", "how it was paid, if at all"),
            Column("票据号", "票据或流水号", "reference of the payment"),
            Column("附件数", "附件张数", "attachments", "number"),
            Column("制单人", "制单人", "who entered it"),
            Column("制单时间", "制单的记录时间", "when it was entered", "instant"),
            Column(
                "审核人", "审核人,无此环节的为空", "who reviewed it, where there is such a step"
            ),
            Column("审核时间", "审核的记录时间", "when it was reviewed", "instant"),
            Column(
                "审批人", "审批人,无此环节的为空", "who approved it, where there is such a step"
            ),
            Column("审批时间", "审批的记录时间", "when it was approved", "instant"),
            Column("记账人", "记账人(付款的为出纳)", "who posted it; of payments the cashier"),
            Column("记账时间", "记账的记录时间", "when it was posted", "instant"),
            Column("记账标志", "1 已记账", "1 posted", "number"),
            Column(
                "作废标志", "0;凭证不作废,只冲销", "0: nothing is voided, only reversed", "number"
            ),
            Column("冲销标志", "1 冲销凭证", "1 reverses another", "number"),
            Column("被冲销凭证", "被冲销的凭证编号", "voucher it reverses"),
            Column("来源", "来源事件的类型", "topic of the event it comes from"),
            Column("事件位点", "来源事件的位点", "position of that event", "number"),
        ),
    ),
    TableWords(
        "报表集",
        "报表",
        "statements",
        (
            Column("报表编号", "编号", "code"),
            Column("报表名称", "名称", "name"),
            Column("报表报告日", "报告日", "reporting date", "date"),
            Column("报表报告期", "报告期", "reporting period"),
            Column("编制单位", "编制单位", "entity"),
            Column("货币单位", "货币单位", "unit of the amounts"),
        ),
    ),
    TableWords(
        "报表项数据",
        "报表各项的数额",
        "figures of the statements",
        (
            Column("报表编号", "报表", "statement"),
            Column("报表项编号", "项次", "place", "number"),
            Column("报表项名称", "项目", "item"),
            Column("科目编号", "科目,合计项为空", "account; empty for totals"),
            Column("报表项说明", "两个数值各是什么", "what the two figures are"),
            Column(
                "报表项数值",
                "年初数;收入支出表为末月数",
                "opening; of earnings the last month",
                "amount",
            ),
            Column(
                "报表项数值二",
                "期末数;收入支出表为本年累计",
                "closing; of earnings the year",
                "amount",
            ),
        ),
    ),
)
