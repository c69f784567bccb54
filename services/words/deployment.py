"""What `gonghui check --deploy` says: the fault in Chinese and in English, and how to mend it."""

from typing import Final, NamedTuple


class Advice(NamedTuple):
    """Words of one finding."""

    fault: str
    mend: str
    fault_en: str
    mend_en: str


DEPLOYMENT: Final[dict[str, Advice]] = {
    "debug_on": Advice("开启了调试模式", "关闭 debug。", "debug mode is on", "switch debug off"),
    "openapi_pages_on": Advice(
        "开启了框架自带的接口文档页面，页面会加载外部资源",
        "把 openapi_config 设为 None。",
        "the framework's OpenAPI pages are on; they load foreign hosts",
        "openapi_config must be None",
    ),
    "errors_not_logged": Advice(
        "服务器内部错误没有记录",
        "登记统一的错误处理，或把 log_exceptions 设为 always。",
        "server errors are logged nowhere",
        "register the error handler, or set log_exceptions to always",
    ),
    "handler_without_policy": Advice(
        "有路由没有声明权限",
        "为每条路由声明 policy，或列入公开路径。",
        "a route declares no policy",
        "declare a policy, or list the path as public",
    ),
    "struct_lenient": Advice(
        "有请求结构接受未声明的字段，或读入后可以修改",
        "请求结构须以 Body 或 Query 为基类。",
        "a request struct takes undeclared fields, or can be changed",
        "derive it from Body or Query",
    ),
    "auth_excluded": Advice(
        "认证中间件使用了 exclude（不锚定的正则表达式）",
        "改为逐条路由声明。",
        "an authentication middleware uses `exclude`, an unanchored pattern",
        "say it on each route instead",
    ),
    "body_unbounded": Advice(
        "请求正文没有大小上限，或上限过大",
        "设置 request_max_body_size。",
        "request bodies are unbounded, or bounded too far up",
        "set request_max_body_size",
    ),
    "cookie_lax": Advice(
        "Cookie 缺少 __Host- 前缀、Secure、HttpOnly 或 SameSite",
        "补齐四项。",
        "a cookie lacks __Host-, Secure, HttpOnly or SameSite",
        "add all four",
    ),
    "secret_weak": Advice(
        "密钥或数据库口令过短，或是常见口令",
        "换用随机生成的口令（至少 16 个字符）；根密钥由 gonghui migrate 生成。",
        "a secret is short or common",
        "use random ones of 16 characters or more; `gonghui migrate` makes a root key",
    ),
    "database_without_tls": Advice(
        "与另一台机器上的数据库连接可能没有加密",
        "在地址后加 ?sslmode=verify-full（或 require）。",
        "a database on another machine may be reached without TLS",
        "add ?sslmode=verify-full (or require) to its address",
    ),
    "key_missing": Advice(
        "缺少密钥文件",
        "先运行 gonghui migrate。",
        "a key's file is missing",
        "run gonghui migrate first",
    ),
    "key_open_to_others": Advice(
        "密钥文件可被其他用户读取或改写",
        "chmod 600。",
        "a key's file is open to other users",
        "chmod 600",
    ),
    "database_embedded": Advice(
        "使用的是内置数据库，没有备份和独立的管理员",
        "设置 DATABASE_URL，使用独立的 PostgreSQL。",
        "the embedded database is in use: nobody backs it up",
        "name a PostgreSQL of its own in DATABASE_URL",
    ),
    "origin_is_default": Advice(
        "日志名称仍是默认的 localhost，检查点无法与别处区分",
        "设置 GONGHUI_ORIGIN，设定后不能再改。",
        "the log's name is still a default one",
        "set GONGHUI_ORIGIN; it can never be changed again",
    ),
    "address_without_tls": Advice(
        "监听地址对外开放，且没有说明前置的 TLS 代理",
        "监听 127.0.0.1，或用 GONGHUI_TLS_PROXY 写明代理名称。",
        "the server listens on the network and no TLS proxy is named",
        "listen on 127.0.0.1, or name the proxy in GONGHUI_TLS_PROXY",
    ),
    "proxy_not_named": Advice(
        "没有说明前置的 TLS 代理：浏览器只在 https 下保存登录 Cookie",
        "用 deploy/proxy 里的 nginx 配置，并在 GONGHUI_TLS_PROXY 写明代理名称。",
        "no TLS proxy is named, and browsers keep our cookies over https only",
        "put the nginx of deploy/proxy in front and name it in GONGHUI_TLS_PROXY",
    ),
    "proxy_not_counted": Advice(
        "前面有代理，却没有说明代理的个数：所有人会被当作同一个地址，一人输错密码会连累全体",
        "把 GONGHUI_PROXIES 设为前置代理的个数（通常是 1）。",
        "a proxy is named but not counted, so everybody seems to come from one address",
        "GONGHUI_PROXIES is the number of proxies in front, mostly 1",
    ),
    "fsck_old": Advice(
        "超过 36 小时没有做过通过的全面核对",
        "运行 gonghui fsck，并启用 gonghui-fsck.timer。",
        "no sound fsck for more than 36 hours",
        "run gonghui fsck and enable gonghui-fsck.timer",
    ),
    "fsck_unsound": Advice(
        "最近一次全面核对有不符",
        "不要继续记账，先查明原因：gonghui fsck。",
        "the newest fsck found a fault",
        "find out why before anything else is recorded: gonghui fsck",
    ),
    "backup_old": Advice(
        "超过 36 小时没有完成并核对过的账套备份",
        "按 deploy/backup/README.md 启用备份（gonghui-backup.timer）。",
        "no base backup was made and found whole for more than 36 hours",
        "set up backups as in deploy/backup/README.md (gonghui-backup.timer)",
    ),
    "drill_old": Advice(
        "超过 35 天没有成功的恢复演练",
        "运行 gonghui drill，并启用 gonghui-drill.timer。",
        "no restore drill came to a good end for more than 35 days",
        "run gonghui drill and enable gonghui-drill.timer",
    ),
    "erasures_not_carried_out": Advice(
        "超过 36 小时没有执行已批准的个人信息删除",
        "运行 gonghui erase --due，并启用 gonghui-erase.timer。",
        "approved erasures were not carried out for more than 36 hours",
        "run gonghui erase --due and enable gonghui-erase.timer",
    ),
    "database_unreachable": Advice(
        "连接不上数据库",
        "核对地址，先运行 gonghui migrate。",
        "the database cannot be reached",
        "check the address, and run gonghui migrate first",
    ),
    "keystore_unreachable": Advice(
        "连接不上密钥库",
        "核对 GONGHUI_KEYSTORE_URL。",
        "the key store cannot be reached",
        "check GONGHUI_KEYSTORE_URL",
    ),
    "keystore_in_same_cluster": Advice(
        "密钥库与账套在同一个数据库集群，一份备份就能同时得到密文和密钥",
        "把密钥库放到另一个集群，设置 GONGHUI_KEYSTORE_URL。",
        "keys and books are in one cluster: one copy holds both",
        "put the key store into a cluster of its own (GONGHUI_KEYSTORE_URL)",
    ),
    "role_above_policies": Advice(
        "数据库角色是超级用户，或可以绕过行级策略",
        "使用 gonghui migrate 建立的角色。",
        "a database role is superuser, or goes past row policies",
        "use the roles gonghui migrate makes",
    ),
    "role_owns_tables": Advice(
        "连接用的数据库角色是表的所有者",
        "表归 gonghui_owner 所有，连接用各自的角色。",
        "a role that connects owns tables",
        "let gonghui_owner own them",
    ),
    "role_is_member": Advice(
        "数据库角色是另一个角色的成员",
        "revoke 之；任何角色都不是其他角色的成员。",
        "a database role is a member of another one",
        "revoke the membership",
    ),
    "role_of_another": Advice(
        "地址里的数据库角色不是应有的角色",
        "核对各个 GONGHUI_*_URL 的用户名。",
        "an address leads to another role than it should",
        "check the user of each GONGHUI_*_URL",
    ),
    "table_unfenced": Advice(
        "含单位数据的表没有强制行级策略",
        "重新运行 gonghui migrate，或重建台账。",
        "a table with rows of unions does not force a row policy",
        "run gonghui migrate, or rebuild the ledgers",
    ),
    "view_of_its_owner": Advice(
        "有视图以所有者身份读取，或是物化视图",
        "加上 security_invoker，删去物化视图。",
        "a view reads as its owner, or is materialized",
        "add security_invoker; drop materialized views",
    ),
    "append_of_a_superuser": Advice(
        "写入日志的函数归超级用户所有",
        "所有者改为 gonghui_owner。",
        "the functions of the append belong to a superuser",
        "let gonghui_owner own them",
    ),
    "events_changeable": Advice(
        "有角色可以修改、删除或清空日志",
        "收回这些权限；日志只增不改。",
        "somebody may change, delete or truncate the log",
        "take the right away: the log is only added to",
    ),
    "commits_not_durable": Advice(
        "fsync、full_page_writes 或 synchronous_commit 没有开启",
        "三项都设为 on。",
        "fsync, full_page_writes or synchronous_commit is off",
        "switch all three on",
    ),
    "server_log_tells_values": Advice(
        "数据库日志可能写入参数值或明细",
        "log_error_verbosity=terse，log_parameter_max_length 和 log_parameter_max_length_on_error 设为 0。",
        "the database's log may tell values",
        "log_error_verbosity is terse, both log_parameter_max_length settings are 0",
    ),
    "clock_differs": Advice(
        "本机与数据库的时钟相差超过 2 秒",
        "两边都与同一个时间源同步。",
        "this machine's clock and the database's differ by more than 2 s",
        "let both follow one source of time",
    ),
    "server_outdated": Advice(
        "PostgreSQL 版本有已知的统计信息泄漏",
        "升级到最新的小版本（15.14、16.10、17.6 或更新）。",
        "this PostgreSQL is known to leak planner statistics",
        "update to the newest minor release (15.14, 16.10, 17.6 or later)",
    ),
    "duties_table_differs": Advice(
        "数据库里的岗位分离表与程序不同",
        "查明是谁改的，按迁移文件恢复。",
        "the table of separate duties is not the one of this program",
        "find out who changed it, and restore it from the migration",
    ),
    "no_witness": Advice(
        "没有配置见证人，日志被改写时无人知道",
        "在 GONGHUI_WITNESSES_FILE 写入见证人的公钥。",
        "no witness is configured: nobody would notice a rewritten log",
        "put witnesses' public keys into GONGHUI_WITNESSES_FILE",
    ),
    "cosignature_old": Advice(
        "有见证人超过 5 分钟没有会签",
        "检查见证人进程和网络。",
        "a witness has not cosigned for more than 5 minutes",
        "look after the witness and the network between",
    ),
    "checkpoint_old": Advice(
        "超过 5 分钟没有新的检查点",
        "检查 gonghui checkpoint 进程。",
        "no checkpoint for more than 5 minutes",
        "look after gonghui checkpoint",
    ),
}

SUMMARY: Final = {
    "none": "可以上线：没有发现放宽的事项 / nothing relaxed",
    "found": "不能上线：{count} 项 / {count} findings",
    "refused": "生产配置下拒绝启动 / refusing to serve in production",
    "relaxed": "开发配置，以下事项放宽了 / development profile, relaxed:",
}
