"""What the command line says of keys, erasures and the key store's copies."""

from typing import Final

KEYSTORE: Final = {
    "backed_up": "已备份 {count} 个账套的密钥（均为密文）：{file}",
    "restored": "已恢复 {count} 个账套的密钥；按日志重新执行 {erased} 人的删除",
    "restore_check": "请运行 gonghui fsck：备份之后新建人员的密钥不在备份中，会列为 key_missing",
    "backup_unusable": "备份文件不完整或被改动，未恢复",
    "backup_of_another_root": "备份是用另一把根密钥封装的，未恢复任何内容；请放回当时的根密钥文件后再试",
    "keystore_in_use": "密钥库中已有 {tenant} 的另一把密钥，未恢复任何内容",
    "root_rotated": "根密钥已更换，重新封装 {count} 把密钥；请立即重启所有进程，并按规定销毁旧的根密钥",
    "root_in_progress": "已有另一次根密钥更换没有完成，请用同一个新密钥文件继续",
    "root_unusable": "新根密钥文件须恰为 32 字节，且只有所有者可读",
    "keys_damaged": "有密钥用新旧根密钥都打不开，未更换；请运行 gonghui fsck",
    "union_rotated": "{code} 的密钥已更换，重新封装 {count} 把人员密钥",
    "settled": "按日志核对 {count} 人的删除，密钥已销毁或限制",
    "executed": "{union} {subject} 已执行",
    "refused": "{union} {subject} 未执行：{code}",
    "compacted": "密钥库的表已重写",
    "not_compacted": "密钥库在别处，请在那里执行 VACUUM FULL",
    "complete_when": "含有这些密钥的最后一份备份和归档日志过期后，删除才算彻底完成",
    "found": "仍有痕迹：{name} 在 {place}（{count} 处）",
    "clean": "未发现痕迹",
    "covered": "已查：{place}",
    "not_covered": "未查：{place}",
    "needles_missing": "没有要查找的内容：请在文件中每行写一项",
}
