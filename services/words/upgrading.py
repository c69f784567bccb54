"""What `gonghui migrate` says on standard error."""

from typing import Final

UPGRADING: Final = {
    "blocked": "{name} 未执行：所需的表一直有人占用（pg_stat_activity 可查是谁），未改动任何内容，稍后重试即可",
    "unfilled": "新版台账待重建：{names}；先运行新版本的 gonghui project --once，再启动新版本的服务",
    "waits": "{name} 待旧版本全部停止后执行：gonghui migrate --stage post",
    "held": "{name} 仍有人在读，未删除，稍后重试即可",
}
