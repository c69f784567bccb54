"""What the verbs about partitions say."""

from typing import Final

PARTITIONING: Final = {
    "not_empty": "已有账簿事件，未改动分区；请运行 gonghui repartition {partitions}（不停机，旁建后切换）",
    "blocked": "未切换：表一直有人占用，或另一次重排正在进行（pg_stat_activity 可查是谁）。"
    "已复制的部分保留，稍后重试即续做",
    "not_whole": "未切换：旁建的表与原表不一致，或其间表结构已升级；原表未动，请重新运行",
    "done": "分区 {partitions} 个，复制事件 {events} 条（其中 {last} 条在暂停写入时），用时 {seconds} 秒\n"
    "请运行 gonghui fsck 复核",
}
