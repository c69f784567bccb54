"""How the installation does, in the words of its page: names of ledgers, what is late, what to do about it."""

from typing import Final

LEDGERS: Final = {
    "organisation": "工会概况",
    "units": "单位名册",
    "branch": "分会小组",
    "transfers": "关系转接",
    "roster": "会员名册",
    "dues": "会费收缴",
    "household": "困难职工档案",
    "aid": "帮扶",
    "pay_batch": "发放清单",
    "condolence": "慰问",
    "pairing": "结对帮扶",
    "visit": "走访",
    "general_ledger": "总账明细账",
    "voucher": "记账凭证",
    "budget": "预算",
    "bank": "银行对账",
    "period": "结账",
    "contribution": "拨缴经费",
    "fund": "专项资金",
    "engagement": "审计项目",
    "county": "县级汇总",
    "rollup": "报表汇总",
    "finding": "审计发现",
    "disclosure": "公开",
    "statement": "已出具的报表",
}
"""By projection."""

RUNS: Final = {"fsck": "全面核对", "drill": "恢复演练", "erase": "删除执行"}
"""By kind of regular work."""

ROLES: Final = {
    "gonghui_app": "办理业务",
    "gonghui_projector": "计算台账",
    "gonghui_county": "县级汇总",
    "gonghui_auditor": "审计查阅",
    "gonghui_checkpointer": "签发检查点",
    "gonghui_keys": "密钥库",
}
"""By role of the database."""

WARNINGS: Final = {
    "parked": "有单位的台账停住了。业务照常记账，只是该台账不再更新；请按下面“停住的台账”一节处理。",
    "lag": "台账落后超过一分钟。请看计算台账的进程（gonghui project）是否在运行。",
    "checkpoint_old": "检查点已久没有更新，请看签发检查点的进程（gonghui checkpoint）。",
    "clock_differs": "检查点的时间比现在还晚，请核对服务器时钟。",
    "no_witness": "没有配置见证人，日志被改写时无人知道。",
    "cosignature_old": "见证人已久没有签名，请与见证人所在单位联系。",
    "fsck_unsound": "上次全面核对不通过，请立即查看核对结果（gonghui fsck），核对清楚前不要做任何修补。",
    "fsck_old": "全面核对应当每夜进行，上次通过已超过一天半。",
    "drill_unsound": "上次恢复演练不成功：备份现在不能用来恢复，请立即处理。",
    "drill_old": "恢复演练应当每月进行，上次成功已超过三十五天。",
    "backup_old": "全量备份和密钥库备份应当每夜进行，上次完成已超过一天半。",
    "erasures_not_carried_out": "已批准的删除应当每天执行，上次执行已超过一天半。请看 gonghui-erase.timer。",
    "archive_failing": "数据库的连续归档失败：此刻之后记的账，备份里还没有。请看归档磁盘。",
    "disk_low": "磁盘剩余不足十分之一，请尽快清理或扩容；磁盘满时不能记账。",
    "unseen": "有的情况现在看不到（下面空着的项目）：不等于没有问题。请看数据库和各角色能否连接。",
    "head_wait": "有业务在等同一单位的前一笔，已超过五秒。请看是否有卡住的连接。",
}
"""What should be looked at, by code; none of it keeps anybody from working."""

MENDS: Final = {
    "UnknownShape": "这条记录是更新版本的程序写的，本程序不认识。请把所有进程升级到同一版本，再按“再试一次”。",
    "DecodeError": "这条记录的内容不能按登记的格式读出。请先运行 gonghui verify，核对这条记录有没有被改动。",
    "ValidationError": "这条记录的内容不能按登记的格式读出。请先运行 gonghui verify，核对这条记录有没有被改动。",
    "InsufficientPrivilegeError": "数据库角色缺少权限。请运行 gonghui migrate，再按“再试一次”。",
    "UndefinedTableError": "台账的表不存在。请运行 gonghui migrate，再按“再试一次”。",
    "UndefinedColumnError": "台账的表与程序版本不符。请运行 gonghui migrate，再按“再试一次”。",
}
"""What to do about an event that stopped a ledger, by the kind of its error."""

MEND_OTHERWISE: Final = (
    "这是程序的缺陷。账没有错，也没有丢。请把单位编号、记录位置、记录种类和错误代码告诉维护人员，"
    "换上修好的版本后再按“再试一次”。"
)
RETRIED: Final = {
    "ok": "已再试，台账重新开始更新。",
    "again": "已再试，仍在同一处停住；请先处理原因。",
}
