"""What the command line says."""

from typing import Final

CLI: Final = {
    "importing": "导入 {name}",
    "rollup_title": "{name} {year} 年汇总",
    "ledgers_title": "台账合计（由各台账逐行相加，与汇总核对）",
    "refused_title": "未受理的行：{count}",
    "keys_title": "演示密钥（只显示这一次；请求头 Authorization: Bearer …）",
    "story": "演示：各单位一年的账（期初、预算、拨缴、凭证、对账、结账、困难档案、结对、走访）",
    "serving": "服务已启动：http://{host}:{port}/v1/openapi.json（Ctrl-C 停止）",
    "agree": "一致",
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

MISSING: Final = "--"

CLI_FAULTS: Final = {
    "SettingInvalid": "环境变量 {name} 的值不可用",
    "RootKeyUnusable": "根密钥文件不存在或权限过宽；请先运行 gonghui migrate",
    "unit_unknown": "没有单位编码 {code}",
    "unit_ambiguous": "单位编码 {code} 在几个县里都有，请写成 县编码/单位编码",
    "ledger_unknown": "没有台账 {name}",
    "position_ahead": "日志只到位点 {position}",
    "file_missing": "没有文件 {name}",
}
