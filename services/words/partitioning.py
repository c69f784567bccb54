"""What the verbs about partitions say."""

from typing import Final

PARTITIONING: Final = {
    "not_empty": "已有账簿事件，未改动分区；请运行 gonghui repartition {partitions}（不停机，旁建后切换）",
    "blocked": "未切换：表一直有人占用（pg_stat_activity 可查是谁）。已复制的部分保留，稍后重试即续做",
    "done": "分区 {partitions} 个，复制事件 {events} 条（其中 {last} 条在暂停写入时），用时 {seconds} 秒\n"
    "请运行 gonghui fsck 复核",
}
