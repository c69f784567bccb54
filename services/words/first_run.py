"""What the command line says when an installation begins, and of the state it is in."""

from typing import Final

FIRST_RUN: Final = {
    "has_books": "这个数据库里已有账套，不是新的安装，没有改动任何内容；要增加人员请用 gonghui appoint",
    "has_begun": "平台管理员 {login} 已经启用，首次安装已经完成，没有改动任何内容",
    "login_invalid": "登录名 {login} 不可用：须为 3 至 64 个字母、数字、汉字或 . _ @ + -",
    "refused": "未能建立：{code}",
    "founded": "已建立：{code} {name}",
    "people": "首批人员（授权码只显示这一次，{days} 天内有效；首次登录须设密码，并绑定动态口令）",
    "person": "  {login:24} {code}  {role}",
    "log": "日志名称 {origin}\n日志公钥 {key}\n第一个检查点 {code}（请抄在纸上，与公钥一起交给见证人和上级）",
    "witness": "见证人须在另一台机器上，由另一些人管理：",
    "check": "上线前：gonghui check --deploy",
}

_RUN_A_WITNESS: Final = (
    "gonghui witness --server https://{host} --log-key '{key}' --name {witness} --key witness.key "
    "--store witness.sqlite --api-key api.key --first-time"
)
WITNESS_STEPS: Final = (
    ("在见证人的机器上，生成密钥并打印公钥", "gonghui witness-key {witness} --key witness.key"),
    ("在本机，把那一行公钥加进见证人名单", "echo 公钥 >> {file}"),
    ("在本机，签发见证人的 API 密钥，只显示一次", "gonghui key witness --label {witness}"),
    (
        "在见证人的机器上，把它存入文件（权限 0600）后启动",
        _RUN_A_WITNESS,
    ),
)
"""What to do, and the command that does it."""

WITNESS_NAME: Final = "witness.{host}"

HEALTH: Final = {
    "ready": "可以服务",
    "not_ready": "不能服务（状态 {status}）：{reasons}",
    "silent": "没有应答：{host}:{port}",
}

SETTINGS_PAGE: Final = {
    "title": "# Settings",
    "about": (
        "Printed by `gonghui settings`; a test holds this page against it. Every setting is a variable of\n"
        "the environment. A secret may stand in a file instead: the same name with `_FILE` behind it names\n"
        "the file, its mode is 600, and a line's end in it does not count. Never give both."
    ),
    "heading": "| variable | what it means | when it is not set | secret |",
    "secret": "yes, or `{file}`",
}
