"""证据: the log, checkpoints, proofs, bundles and exports."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "makeBundle": ActWords(
        "生成审计包",
        "生成审计包",
        "给出下载地址；审计包可以离线核验，不改变账簿。",
    ),
    "addCosignature": ActWords(
        "提交见证签名",
        "提交见证签名",
        "保存见证方对检查点的签名；重复提交只更新时间。",
    ),
}
TITLES: Final = {
    "readHead": "账首",
    "listEvents": "原始记录",
    "readEvent": "凭据页",
    "readRawEvent": "原始记录的字节",
    "findBundle": "审计包",
    "readBundle": "下载审计包",
    "readLatestCheckpoint": "最新检查点",
    "readCheckpoint": "检查点",
    "proveConsistency": "检查点一致性证明",
    "listHeads": "见证核对",
    "proveHead": "账首证明",
    "proveInclusion": "记录在账证明",
    "proveGrowth": "账簿只增不改证明",
    "proveReceipt": "回执查验",
    "exportBooks": "审计数据导出",
}
