"""What the command line says of backups, restores and drills."""

from typing import Final

BACKUPS: Final = {
    "no_folder": "没有设置 GONGHUI_BACKUPS，或该文件夹不存在、路径含有特殊字符",
    "base": "基础备份 {name}：{age}前完成，占用 {size}，{line}",
    "on_line": "可恢复到此后任一时刻",
    "off_line": "属于已放弃的时间线，只能单独恢复（--alone）",
    "gap_after": "其后缺少日志段 {segment}，只能恢复到该段之前",
    "manifest_unusable": "清单缺失或损坏，不可用于恢复",
    "no_base": "没有可用的基础备份，无法恢复",
    "archive": "归档日志：{count} 段，占用 {size}，最近一段归档于 {age}前",
    "archive_empty": "归档日志：没有，请检查 archive_command",
    "keystore": "密钥库备份 {name}：{age}前",
    "no_keystore": "没有密钥库备份：密钥库一旦丢失，所有姓名等信息将永远无法恢复",
    "same_cluster": "注意：密钥库与账套在同一个数据库集群中，基础备份里也含有密钥，"
    "已删除的密钥会随备份保留到备份销毁为止",
    "verified": "{name} 与清单逐个文件相符（{files} 个文件，{unchecked} 个无校验值）",
    "damaged": "{name} 与清单不符：{faults}",
    "archive_verified": "归档日志 {count} 段均完整",
    "segment_damaged": "归档日志段 {segment} 已损坏，只能恢复到该段之前",
    "pruned": "已销毁：{name}",
    "nothing_to_prune": "没有超过保存期限的备份",
    "not_pruned": "有基础备份损坏或缺失：没有销毁任何备份，请先查明原因",
}

RESTORE: Final = {
    "laid_out": "已展开基础备份 {name}（与清单相符，{files} 个文件）到 {folder}；启动数据库即自动恢复",
    "folder_in_use": "{folder} 不是空文件夹，未写入任何内容",
    "no_base": "没有可用的基础备份（目标时刻之前完成、且在当前时间线上的）",
    "base_damaged": "基础备份与清单不符，未恢复：{faults}",
    "manifest_unusable": "基础备份的清单缺失或损坏，未恢复；可用 --base 指定另一份",
    "segment_missing": "归档日志缺少 {segment}：其后的记录无法由归档恢复。未恢复；"
    "如确无此段，加 --up-to-gap 恢复到该段之前，之后的记录按见证人保存的检查点逐单位列出",
    "point_unusable": "恢复点名称含有特殊字符",
    "position_needed": "--union 与 --position 须同时给出",
    "position_unknown": "归档中没有 {code} 的位点 {position}，该单位的日志只到 {reached}",
    "position_copied": "{code} 位点 {position} 早于最近一次分区重排（gonghui repartition），已不知由哪个事务写入；"
    "请用 --moment 恢复到该记录之后的时刻",
    "position_found": "{code} 位点 {position} 记录于 {recorded_at}，恢复到该事务结束处",
    "searching": "正在临时副本中查找该位点（需要与账套同样大小的空间）……",
    "programs_missing": "没有 PostgreSQL {major} 的程序，请安装或设置 GONGHUI_POSTGRES_PROGRAMS",
    "not_started": "临时副本没有启动：{lines}",
    "owner_unknown": "没有用户 {owner}",
}

RESTORED: Final = {
    "whole": "恢复的账套与见证人的检查点 {held} 相符，没有缺少任何已见证的记录",
    "sound_alone": "恢复的账套自身相符；没有外部检查点可比，不能证明没有缺少记录"
    "（请取得 gonghui witness-held --heads）",
    "behind": "警告：恢复的账套没有见证人的检查点 {held}，最新的检查点只到 {newest}",
    "heads_unknown": "哪些单位缺少多少，仅凭检查点无法知道；"
    "请在见证人处运行 gonghui witness-held --heads 并重新核对",
    "lacking": "缺少记录：{code} {union_id} 恢复到位点 {position}，已见证到 {known}，少 {events} 条",
    "lacking_sum": "共 {unions} 个单位缺少 {events} 条已见证的记录",
    "differing": "历史不同：{code} {union_id} 与已见证的内容不同",
    "fork": "警告：恢复的账套是另一份历史，不是见证人见证的那一份；请勿开始记账，先查明原因",
    "unsound": "警告：fsck 查出不符：{kinds}",
    "on_purpose": "按要求恢复到较早的时刻；以上缺少的记录须由各单位重新录入，"
    "见证人须重新开始（见 deploy/runbooks/restore.md）",
    "next": "请立即做一次新的基础备份，并按日志重新执行删除：gonghui erase",
}

DRILL: Final = {
    "title": "恢复演练：基础备份 {base}（{age}前完成），PostgreSQL {version}",
    "covered": "已核对 {unions} 个账套、{events} 条记录的日志头与运行中的账套一致",
    "held": "所用检查点：{held}",
    "not_held": "没有见证人签过的检查点：演练只能与运行中的账套自身比较",
    "keystore": "密钥库备份可用：{age}前，{tenants} 个账套，{people} 人",
    "seconds": "用时（秒）：{steps}",
    "sound": "结论：备份可以完整恢复",
    "unsound": "结论：演练没有通过，请立即处理",
}

STEPS: Final = {
    "archived": "等待归档",
    "unpacked": "展开并核对清单",
    "replayed": "重放日志",
    "compared": "核对日志头",
    "checked": "fsck",
}

DRILL_FOUND: Final = {
    "archiving_off": "没有开启归档（archive_mode）：上次基础备份之后的记录不在任何备份中",
    "archive_stuck": "归档停滞，等不到日志段：{places}",
    "archive_failing": "归档最近一次失败：{places}",
    "scratch_unusable": "副本放不下或无法写入，请换一处（--scratch）：{places}",
    "no_base": "没有可用的基础备份",
    "base_damaged": "基础备份与清单不符：{places}",
    "manifest_unusable": "基础备份的清单缺失或损坏",
    "segment_missing": "归档缺少日志段：{places}",
    "programs_missing": "没有 PostgreSQL {places} 的程序",
    "not_started": "副本没有启动：{places}",
    "events_lacking": "副本缺少已确认的记录，单位：{places}",
    "history_differs": "副本与运行中的账套或已见证的历史不同，单位：{places}",
    "behind_checkpoint": "副本没有所用的检查点，最新的只到 {places}",
    "fsck_unsound": "fsck 查出不符：{places}",
    "keystore_backup_missing": "没有密钥库备份（GONGHUI_KEYSTORE_BACKUPS）",
    "keystore_backup_old": "密钥库备份不是昨夜的（已超过一天半，或日期在将来）：{places}",
    "keystore_backup_lacks": "密钥库备份缺少现有密钥库早已有的密钥：{places}",
    "keystore_backup_unusable": "密钥库备份不完整，或不是现在的根密钥封装的：{places}",
}

AGES: Final = {"days": "{number} 天", "hours": "{number} 小时", "minutes": "{number} 分钟"}
SIZES: Final = {"giga": "{number} GB", "mega": "{number} MB", "kilo": "{number} KB"}
