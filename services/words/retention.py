"""What is said of papers whose term has run out, and the columns of the list that proposes to destroy them."""

from typing import Final

KINDS: Final = {
    "vouchers": "会计凭证（原始凭证、记账凭证）",
    "ledgers": "会计账簿（总账、明细账、日记账、其他辅助账簿）",
    "month_reports": "月度、季度、半年度财务会计报告",
    "annual_reports": "年度财务会计报告",
    "bank_statements": "银行存款余额调节表、银行对账单",
    "hardship_files": "困难职工档案（退档之后）",
}
UNFINISHED: Final = {"engagement": "审计未结束", "finding": "审计发现未销号"}

TITLE: Final = "会计档案销毁清册"
LIST_COLUMNS: Final = (
    "序号", "档案名称", "卷号", "册数（件数）", "起止年度", "档案编号", "应保管期限", "已保管期限", "鉴定意见",
    "销毁时间", "备注",
)  # fmt: skip
"""会计档案管理办法第十八条（二）：名称、卷号、册数、起止年度、档案编号、应保管期限、已保管期限和销毁时间等内容."""
SIGNATURES: Final = (
    "单位负责人", "档案管理机构负责人", "会计管理机构负责人", "档案管理机构经办人", "会计管理机构经办人",
    "监销人（档案）", "监销人（会计）", "监销人（信息系统）",
)  # fmt: skip
GUIDE: Final = (
    "依据《会计档案管理办法》第十八条：经鉴定可以销毁的，由有关负责人和经办人在本清册上签署意见。",
    "销毁时由档案、会计、信息系统管理机构共同派员监销；销毁前清点核对，销毁后签名或盖章。",
    "第十九条：保管期满但未结清的债权债务会计凭证和涉及其他未了事项的会计凭证不得销毁，见“未了事项”页，须单独转存。",
    "本清册由系统列出，不会自行销毁任何内容。账目、金额和哈希链保留；销毁的是附件和个人信息的密钥，见“拟销毁密钥”页。",
)
KEYS_TITLE: Final = "拟销毁密钥"
KEYS_COLUMNS: Final = ("序号", "类别", "编号", "密钥编号", "最后涉及日期", "保管期满")
KEYS_KINDS: Final = {"paper": "附件", "person": "人员会计资料"}
UNFINISHED_TITLE: Final = "未了事项"
UNFINISHED_COLUMNS: Final = ("序号", "事项", "编号", "开始日期")

YEARS: Final = "{years}年"
FOR_EVER: Final = "永久"
SPAN: Final = "{year}年（{first} 至 {last}）"
NUMBER: Final = "{code}-KJ·{letters}-{year}"
PIECES: Final = "{count}件"
TERM: Final = "本单位规定或附表一"
UNIT: Final = "单位：{code} {name}"
ON: Final = "鉴定基准日：{day}"

ONE_UNION: Final = "-o 须同时用 --union 指明一个单位"
TABLE_TITLE: Final = "{code} {name} 会计档案保管期限（{day}）"
TABLE_COLUMNS: Final = ("档案", "年度", "件数", "应保管", "可鉴定销毁之日", "已满")
OVER: Final = {True: "已满", False: ""}
NOTHING_OVER: Final = "{code}：{day} 没有保管期满的会计档案"
NOT_FINISHED: Final = "{code}：有 {count} 项未了事项，有关凭证不得销毁"
WRITTEN: Final = (
    "已写出 {file}：期满 {shelves} 项，附件密钥 {papers} 把，人员密钥 {people} 把；未销毁任何内容"
)
