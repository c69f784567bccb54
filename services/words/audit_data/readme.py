"""What stands in the file that goes with every export: what it is, and what could not be checked."""

from typing import Final

FILE: Final = "README.txt"
DICTIONARY_FILE: Final = "dictionary.csv"
DICTIONARY_COLUMNS: Final = (
    "文件 file",
    "表 table",
    "表的含义",
    "meaning of the table",
    "列 column",
    "列的含义",
    "meaning of the column",
    "写法 kind",
)
KINDS: Final = {
    "text": "文本 text",
    "amount": "元,两位小数 yuan, two decimals",
    "date": "日期 date YYYY-MM-DD",
    "instant": "时刻(UTC) instant, UTC",
    "number": "整数 whole number",
}
PROFILE_NAMES: Final = {
    "gbt24589": "A: 参照 GB/T 24589.2 的 XML / XML in the manner of GB/T 24589.2",
    "iso21378": "B: 按 ISO 21378:2019 表名的 CSV / CSV with the table names of ISO 21378:2019",
    "csv": "C: 本系统的台账 CSV / our own ledgers as CSV",
}
HEAD: Final = """审计数据导出 / audit data export
{profile}

工会 / union: {union} ({code})
统一社会信用代码 / credit code: {credit_code}
会计年度 / fiscal year: {year}
数据截至事件位点 / shows the log up to position: {position}
该位点的链哈希 / chain hash there: {hash}
该位点的记录时间 / recorded at: {recorded_at}

同一工会、年度和位点,由同一版本软件导出的文件逐字节相同。
The same union, year and position exported by the same version of the software give the same bytes.

表和列的含义见 {dictionary}。金额以元表示,由分以整数换算,两位小数;红字为负数。
Every table and column is explained in {dictionary}. Amounts are yuan with two decimals, made from fen by
whole-number arithmetic; red entries are negative.

个人信息:会员不列入凭证和档案;干部姓名、银行账号按台账的规则脱敏。
Personal data: members are in no master file and no voucher; officers' names and bank accounts are masked as
in the ledgers.

以 ' 开头的单元格:原文以公式字符开头,加撇号后表格软件不会执行。
A cell that begins with ' began like a formula; the apostrophe keeps a spreadsheet from running it.
"""
HANDS: Final = """
制单、审核、审批、记账:写的是干部编号;事件未写明干部的,写 login: 和登录的编号。收会费等不设审批环节的业务,
审核人、审批人为空:不是缺失,而是没有这个环节。期初余额凭证计入期初余额,不在凭证表内,另表列出。
Who entered, reviewed, approved and posted: an officer's id; where the event names no officer, `login:` and the
id of the login. What needs no approval, such as dues that come in, has none: the field is empty because there
is no such step. Opening entries are part of the opening balance; they stand in a table of their own.
"""
CLAUSES: Final = {
    "gbt24589": """
未能与标准文本核对的条款 / clauses that could not be checked against the text
GB/T 24589.2—2010 的文本须购买,编制时没有文本,只依据公开的摘要和同类软件的说明。以下各项没有核对:
The text of GB/T 24589.2-2010 is sold; it was not at hand. Known are only public summaries. Not checked:
 1. 元素的准确名称、次序和嵌套 / exact names, order and nesting of elements
 2. 各元素的长度、必填和代码表 / lengths, obligations and code lists of elements
 3. 文件的命名、编码声明和打包方式 / naming, encoding declaration and packaging of files
 4. 标准版本号的写法 / how the version of the standard is written
 5. 报表公式的写法 / how formulas of statements are written
随附的 gbt24589.xsd 说明的是本文件,不是标准的模式。
The enclosed gbt24589.xsd describes this file; it is not the standard's schema.
没有的表 / tables that are absent: 汇率(只有人民币 / one currency), 供应商档案和客户档案(不设往来档案 / no such
master file), 现金流量(工会会计制度不要求 / not required), 工资和固定资产部分(不在账内记录 / not kept).
本系统增加的 / added by us: 操作人员, 期初余额录入, 审批人, 各环节的时间, 来源, 事件位点, 链哈希.
""",
    "iso21378": """
未能与标准文本核对的条款 / clauses that could not be checked against the text
ISO 21378:2019 的文本须购买,编制时没有文本,只知道表名和部分列名。以下各项没有核对:
The text of ISO 21378:2019 is sold; it was not at hand. Known are table names and some column names. Not checked:
 1. 列的准确名称、次序、长度和必填 / exact names, order, lengths and obligations of columns
 2. 代码表和日期、时刻的写法 / code lists, and how dates and instants are written
 3. 文件的命名、分隔和编码 / naming, separators and encoding of files
没有的表 / tables that are absent: BAS_Supplier, BAS_Supplier_Type, BAS_Project, BAS_Bill_Type, AR_*, Sales_*, AP_*,
Purchase_*, Inventory_*, PPE_*:这些不在账内记录 / not kept in these books.
本系统增加的 / added by us: GL_Opening_Entries; Reviewed_*, *_At, Source_Position, Extract_*.
""",
    "csv": """
各台账与打印件的行、列、合计相同,没有页脚。事件本身在审计包内,不在这里。
The ledgers as they are printed: the same rows, columns and totals, without the footer. The events themselves are in
the auditor's bundle, not here.
""",
}
