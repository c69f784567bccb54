"""What a witness says to the people who run it."""

from typing import Final

WITNESS: Final = {
    "cosigned": "已见证：{code}",
    "not_cosigned": "警报：没有见证。{meaning}",
    "not_answered": "服务器没有应答，没有见证（状态 {status}）",
    "not_started": "见证程序没有启动。{meaning}",
    "key": "见证公钥（写入服务器 GONGHUI_WITNESSES_FILE 所指的文件）",
    "checkpoint_unknown": "没有保存大小为 {size} 的检查点；保存着的有：{kept}",
    "nothing_held": "还没有见证过任何检查点",
}

FAULTS: Final = {
    "note_malformed": "服务器给出的检查点格式不对",
    "other_log": "这是另一个日志的检查点",
    "log_signature_bad": "检查点没有日志密钥的有效签名",
    "smaller": "检查点比已见证的小：历史被截短，或服务器从旧备份恢复",
    "forked": "同样大小，内容却与已见证的不同：历史有两个版本",
    "not_consistent": "新检查点不能证明包含已见证的历史：历史可能被改写",
    "census_not_included": "各单位清点不在检查点之中",
    "census_differs": "各单位清点与检查点不是同一次",
    "census_earlier": "各单位清点的时间早于已见证的清点",
    "union_vanished": "有单位从清点中消失",
    "before_differs": "服务器所说的上次位点与已见证的不同",
    "position_fell": "有单位的日志变短了",
    "head_rewritten": "有单位在同一位点的内容与已见证的不同",
    "history_rewritten": "有单位的日志不能证明包含已见证的部分：记录可能被改写",
    "heads_differ": "各单位的日志头合起来与清点不符：有单位被漏掉、多出来或被改动",
    "page_out_of_order": "各单位日志头没有按次序逐页给出，或者有单位重复",
    "answer_malformed": "服务器的应答格式不对",
    "answer_too_long": "服务器的应答过长",
}

HINDRANCES: Final = {
    "first_time_needed": "没有存储文件。新的见证人第一次启动要加 --first-time；"
    "如果原有的存储丢失了，这个密钥就作废，请用新的名称和密钥重新开始",
    "store_exists": "存储文件已经有内容，请去掉 --first-time",
    "store_unusable": "存储文件已损坏或无法使用；如果不能完好恢复，请用新的名称和密钥重新开始",
    "store_of_another": "这个存储属于另一个日志或另一个密钥",
    "store_behind": "存储比密钥已签过的旧（可能是从备份恢复的）：这个密钥不能再用，"
    "请用新的名称和密钥重新开始",
    "key_was_used": "这个密钥已经见证过，不能配新的存储；请用新的名称和密钥重新开始",
    "key_exists": "密钥文件已经存在，不会被覆盖",
    "key_unusable": "密钥文件不存在、格式不对、名称含空格或加号，或者权限过宽（应为 0600）",
    "key_of_another_name": "密钥文件里的名称与 --name 不同",
    "pledge_missing": "密钥旁边的 .pledge 文件不见了，请找回它；找不回的话，请用新的名称和密钥重新开始",
    "pledge_unusable": "密钥旁边的 .pledge 文件无法读取",
    "already_running": "这个密钥的见证程序已经在运行",
    "log_key_unusable": "--log-key 不是日志的公钥",
    "server_unusable": "--server 不是可用的网址（http 或 https）",
    "server_in_clear": "--server 不在本机，却没有用 https：API 密钥会以明文传送",
    "api_key_unusable": "API 密钥文件不存在、内容不对，或者权限过宽（应为 0600）",
}
