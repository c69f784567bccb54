"""Profile B: tables and columns named as ISO 21378:2019 names them, as far as that is known (domain.md 7.7)."""

from typing import Final

from services.words.audit_data.declared import Column, TableWords

_ACCOUNT = Column("GL_Account_Number", "会计科目编号", "code of the ledger account")
_YEAR = Column("Fiscal_Year", "会计年度", "fiscal year", "number")
_PERIOD = Column("Accounting_Period_ID", "会计期间,年-月", "accounting period, YYYY-MM")
_SEGMENT = Column("Segment01", "资金(辅助核算)", "the fund the amount stands in")
_MOVED = (
    Column("Beginning_Balance", "期初余额,借为正", "opening balance, debit positive", "amount"),
    Column("Period_Debit", "借方发生额,红字为负", "debit of the period, red is negative", "amount"),
    Column(
        "Period_Credit", "贷方发生额,红字为负", "credit of the period, red is negative", "amount"
    ),
    Column("Ending_Balance", "期末余额,借为正", "closing balance, debit positive", "amount"),
)
_HANDS = (
    Column("Entered_By", "制单人:干部编号或登录", "who entered it: an officer's id or a login"),
    Column("Entered_Date", "制单的业务日期", "business date of entering", "date"),
    Column("Entered_At", "制单的记录时间", "instant it was recorded", "instant"),
    Column("Last_Modified_By", "最后修改草稿的人", "who last changed the draft"),
    Column("Last_Modified_Date", "最后修改的业务日期", "business date of that change", "date"),
    Column("Reviewed_By", "审核人,无此环节的为空", "who reviewed it, where there is such a step"),
    Column("Reviewed_Date", "审核的业务日期", "business date of the review", "date"),
    Column("Approved_By", "审批人,无此环节的为空", "who approved it, where there is such a step"),
    Column("Approved_Date", "审批的业务日期", "business date of the approval", "date"),
    Column("Approved_At", "审批的记录时间", "instant it was recorded", "instant"),
    Column("Posted_By", "记账人(付款的为出纳)", "who posted it; of payments the cashier"),
    Column("Posted_Date", "记账的业务日期", "business date of posting", "date"),
    Column("Posted_At", "记账的记录时间", "instant it was recorded", "instant"),
)
_LINE = (
    Column(
        "Journal_ID", "记账凭证编号,月内连号", "number of the voucher, gapless within its month"
    ),
    Column("Journal_Entry_Line", "行号", "line", "number"),
    _ACCOUNT,
    _SEGMENT,
    _PERIOD,
    _YEAR,
    Column("Effective_Date", "业务日期", "business date", "date"),
    Column("Journal_Entry_Type_ID", "凭证类型", "kind of voucher"),
    Column("Journal_Entry_Line_Description", "摘要", "description"),
    Column("Debit_Credit_Indicator", "D 借,C 贷", "D debit, C credit"),
    Column("Functional_Amount", "金额,红字为负", "amount, red is negative", "amount"),
    Column("Functional_Currency", "币种", "currency"),
    Column("Source_ID", "来源事件的类型", "topic of the event it comes from"),
    Column("Source_Position", "来源事件的位点", "position of that event", "number"),
    Column("Settlement_Method_ID", "结算方式,没有的为空", "how it was paid, if at all"),
    Column("Bill_Number", "票据或流水号", "reference of the payment"),
    Column("Reversal_Indicator", "1 冲销", "1 reverses another", "number"),
    Column("Reversal_Journal_ID", "被冲销的凭证编号", "voucher it reverses"),
)

TABLES: Final[tuple[TableWords, ...]] = (
    TableWords(
        "BAS_Profile",
        "导出的基本信息",
        "what this export is of",
        (
            Column("Entity_ID", "工会在系统内的编号", "id of the union"),
            Column("Entity_Name", "工会名称", "name of the union"),
            Column("Entity_Registration", "统一社会信用代码", "unified social credit code"),
            Column("Software_Name", "软件名称", "software"),
            Column("Software_Version", "软件版本", "version of the software"),
            Column("Functional_Currency", "记账本位币", "functional currency"),
            _YEAR,
            Column(
                "Accounting_Standard", "会计制度的年份", "accounting standard kept, by its year"
            ),
            Column("Extract_Position", "数据截至的事件位点", "position of the log shown", "number"),
            Column("Extract_Hash", "该位点的链哈希", "chain hash at that position"),
            Column("Extract_Recorded_At", "该位点的记录时间", "instant it was recorded", "instant"),
        ),
    ),
    TableWords(
        "BAS_Business_Segment",
        "分工会和工会小组",
        "branches and groups",
        (
            Column("Segment_ID", "编号", "id"),
            Column("Segment_Name", "名称", "name"),
            Column("Segment_Kind", "类别", "kind"),
        ),
    ),
    TableWords(
        "BAS_Business_Segment_Hierarchy",
        "分工会和工会小组的隶属",
        "which group belongs to which branch",
        (Column("Segment_ID", "编号", "id"), Column("Parent_Segment_ID", "上级", "the one above")),
    ),
    TableWords(
        "BAS_Employee",
        "工会干部及其职务;会员不列入;姓名脱敏",
        "officers by office, names masked; members are not listed",
        (
            Column("Employee_ID", "干部编号", "id of the officer"),
            Column("Employee_Name", "姓名(脱敏)", "name, masked"),
            Column("Position", "职务", "office held"),
            Column("Start_Date", "任职之日", "first day in office", "date"),
            Column("End_Date", "卸任之日", "last day in office", "date"),
        ),
    ),
    TableWords(
        "BAS_User",
        "录入、审核、审批、记账的人和登录",
        "whoever entered, reviewed, approved or posted",
        (
            Column("User_ID", "编号", "id"),
            Column("User_Kind", "officer 干部,login 登录", "officer or login"),
            Column("Employee_ID", "对应的干部编号", "the officer it is, if any"),
        ),
    ),
    TableWords(
        "BAS_Chart_Of_Accounts",
        "会计科目",
        "chart of accounts",
        (
            _ACCOUNT,
            Column("GL_Account_Name", "科目名称", "name"),
            Column("GL_Account_Type", "科目类型", "kind of account"),
            Column("GL_Account_Level", "级次", "level", "number"),
            Column("Parent_GL_Account_Number", "上级科目", "account above"),
            Column("Normal_Balance", "D 借,C 贷", "side on which the balance grows"),
        ),
    ),
    TableWords(
        "BAS_Accounting_Period",
        "会计期间",
        "accounting periods",
        (
            _PERIOD,
            _YEAR,
            Column("Period_Begin_Date", "第一天", "first day", "date"),
            Column("Period_End_Date", "最后一天", "last day", "date"),
            Column("Closed_Indicator", "1 已结账", "1 closed", "number"),
        ),
    ),
    TableWords(
        "BAS_Journal_Entry_Type",
        "记账凭证类型",
        "kinds of vouchers",
        (Column("Journal_Entry_Type_ID", "编号", "code"), Column("Type_Name", "名称", "name")),
    ),
    TableWords(
        "BAS_Settlement_Method",
        "结算方式",
        "ways of payment",
        (Column("Settlement_Method_ID", "编号", "code"), Column("Method_Name", "名称", "name")),
    ),
    TableWords(
        "BAS_Currency",
        "币种",
        "currencies",
        (Column("Currency_Code", "编码", "code"), Column("Currency_Name", "名称", "name")),
    ),
    TableWords(
        "BAS_Bank_Account",
        "银行账户,账号脱敏",
        "bank accounts, numbers masked",
        (
            _ACCOUNT,
            _SEGMENT,
            Column("Bank_Name", "开户行", "bank"),
            Column("Bank_Account_Number", "账号(脱敏)", "number, masked"),
            Column("Start_Date", "启用", "kept from", "date"),
            Column("End_Date", "停用", "kept until", "date"),
        ),
    ),
    TableWords(
        "BAS_Customized_ACC_Segment",
        "辅助核算项",
        "customised account segments",
        (Column("Segment_ID", "编号", "code"), Column("Segment_Name", "名称", "name")),
    ),
    TableWords(
        "BAS_Customized_ACC_Segment_Value",
        "辅助核算项的值:各项资金",
        "values of the segment: the funds",
        (
            Column("Segment_ID", "辅助核算项", "the segment"),
            Column("Segment_Value", "资金的编码", "code of the fund"),
            Column("Value_Name", "资金的名称", "name of the fund"),
        ),
    ),
    TableWords(
        "GL_Account_Segment",
        "科目所用的辅助核算项",
        "segments an account is kept by",
        (_ACCOUNT, Column("Segment_ID", "辅助核算项", "the segment")),
    ),
    TableWords(
        "GL_Trial_Balance",
        "按科目和期间的余额;期初余额凭证计入期初",
        "balances by account and period; opening entries are in the opening balance",
        (_ACCOUNT, _YEAR, _PERIOD, *_MOVED),
    ),
    TableWords(
        "GL_Details_Period_Balance",
        "按科目、资金和期间的余额",
        "balances by account, fund and period",
        (_ACCOUNT, _SEGMENT, _YEAR, _PERIOD, *_MOVED),
    ),
    TableWords(
        "GL_Details",
        "逐行的记账凭证",
        "vouchers, line by line",
        (*_LINE, *_HANDS),
    ),
    TableWords(
        "GL_Opening_Entries",
        "录入期初余额的凭证,已计入期初余额(本系统增加的表)",
        "vouchers that entered opening balances, which they are part of (a table of ours)",
        (*_LINE, *_HANDS),
    ),
)
