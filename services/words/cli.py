"""What the command line says."""

from typing import Final

CLI: Final = {
    "importing": "导入 {name}",
    "rollup_title": "{name} {year} 年汇总",
    "ledgers_title": "台账合计（由各台账逐行相加，与汇总核对）",
    "refused_title": "未受理的行：{count}",
    "keys_title": "演示密钥（只显示这一次；请求头 Authorization: Bearer …）",
    "people_title": "演示人员（{unit}及县、平台；登录名和一次性初始口令，首次登录须改密码）",
    "people_begun": "已启用",
    "story": "演示：各单位一年的账（期初、预算、拨缴、凭证、对账、结账、困难档案、结对、走访、审计）",
    "evidence": "检查点 {short_code}（请抄在纸上）\n日志公钥 {key}\n离线复核（不联网，也不必相信本系统）：",
    "serving": "服务已启动（Ctrl-C 停止）\n  网页 http://{host}:{port}/ ，用上面的登录名和一次性口令登录\n  接口 http://{host}:{port}/v1/openapi.json",
    "agree": "一致",
    "statement_same": "与登记时逐字节相同",
    "statement_differs": "与登记时不同：",
    "differ": "不一致",
}

ROLLUP_COLUMNS: Final = (
    "单位编码", "单位名称", "在册", "保留", "入会", "离会", "应缴会费", "实缴会费", "收缴率", "帮扶户数",
    "帮扶人次", "帮扶金额", "慰问人次", "慰问金额", "数据截至",
)  # fmt: skip

LEDGER_TOTAL_COLUMNS: Final = (
    "单位编码", "会员名册", "会员变动", "会费应缴", "会费实缴", "帮扶发放", "慰问", "与汇总核对",
)  # fmt: skip

COUNTY_ROW: Final = "全县合计"

DIFFERENCE_COLUMNS: Final = ("变化", "行", "内容", "事件位点 / 日期")

DIFFERENCE_WORDS: Final = {
    "added": "新增",
    "removed": "减少",
    "changed": "变更",
    "passed_over": "{first} 至 {last}：首尾一致，其间的变动互相抵消，未逐条列出",
}

MISSING: Final = "--"

CLI_FAULTS: Final = {
    "SettingInvalid": "环境变量 {name} 的值不可用",
    "TracingUnavailable": "已设置 GONGHUI_OTLP_ENDPOINT，但没有安装追踪组件；请安装 gonghui[traces]，或取消该设置",
    "SigningKeyUnusable": "签名密钥文件不存在、内容不符、名称与 GONGHUI_ORIGIN 不同，或权限过宽",
    "RootKeyUnusable": "根密钥文件不存在或权限过宽；请先运行 gonghui migrate",
    "NotMigrated": "数据库的表与本程序不符；生产环境只由 gonghui migrate 更新，请先运行它",
    "login_name_invalid": "登录名须为 3 至 64 个字母、数字、汉字或 . _ @ + -",
    "appointed_otherwise": "这里已有同名人员以另一个登录名任职；同名的两人请在姓名后加以区分",
    "unit_unknown": "没有单位编码 {code}",
    "unit_ambiguous": "单位编码 {code} 在几个县里都有，请写成 县编码/单位编码",
    "statement_unknown": "没有校验码为 {code} 的打印件",
    "nothing_to_print": "账内还没有记录",
    "statement_refused": "未能登记：{code}",
    "ledger_unknown": "没有台账 {name}",
    "position_ahead": "日志只到位点 {position}",
    "federation_unknown": "没有县级工会编码 {code}",
    "instant_needed": "全县查询的 --known-at 须为带时区的时刻，位点只属于一个单位",
    "file_missing": "没有文件 {name}",
    "checkpoint_missing": "没有这个检查点；请先运行 gonghui checkpoint --once",
    "union_not_covered": "检查点还没有包含这个工会，未写出 {name}；请先运行 gonghui checkpoint --once",
    "difference_too_wide": "两个状态相隔太远，请缩小日期或位点的范围",
}

STATEMENT_REASONS: Final = {
    "history_changed": "该位点的哈希链与登记时不同：历史记录被改动",
    "projections_changed": "台账程序版本已变：",
    "names_unreadable": "姓名等信息的密钥已销毁，不能再显示，人数：",
    "format_changed": "打印格式已变",
    "ledger_gone": "该台账已不再提供",
    "rows_differ": "内容不同的行，序号：",
    "document_differs": "行以外的内容不同",
}
"""Why a statement made again is not the one that was issued."""

FSCK_PARTS: Final = {
    "logs": "日志（逐条重算摘要与链，与检查点核对）",
    "trees": "默克尔子树（由摘要重算）",
    "checkpoints": "检查点（签名、各次清点与根）",
    "ledgers": "台账（由日志重放，逐表核对）",
    "rights": "权限、行级策略、函数与数据库设置",
    "claims": "唯一性登记与命令回执",
    "keys": "密文引用的密钥",
    "attachments": "附件（解密并核对哈希）",
    "moves": "迁入迁出的记录",
}
FSCK_LINE: Final = "{title}：已查 {covered}，不符 {faults}"
FSCK_NOT_COVERED: Final = "未查："
FSCK_SOUND: Final = {True: "结论：所查各项均相符", False: "结论：有不符，请勿继续记账，先查明原因"}
