"""What the command line says of a union that moves to another server."""

from typing import Final

MOVING: Final = {
    "key_made": "接收密钥已生成：{file}（只有所有者可读，迁入后请销毁）\n公钥，请交给迁出方：{public}",
    "stopped": "{code} 已停止在此记账（位点 {position}）；取消迁移用 gonghui union-thaw",
    "stopped_before": "{code} 早已停止在此记账（位点 {position}）",
    "exported": "已写出 {file}：位点 {position}，附件 {papers} 份，清单 {manifest}",
    "exported_copy": "这是一份副本：此处仍在记账，迁入后只能查看；正式迁移请加 --freeze 再导出一次",
    "covered": "检查点覆盖到位点 {covered}，见证人副署覆盖到位点 {cosigned}",
    "log_key": "本处日志公钥，请另行（当面、电话）告知迁入方：{key}",
    "waiting": "等待见证人副署……",
    "not_cosigned": "等候期内没有见证人的副署覆盖到位点 {position}；文件照常写出",
    "examined": "文件完好：位点 {position}，命令 {commands} 条，附件 {papers} 份；检查点 {checkpoints}",
    "no_checkpoint": "文件中没有检查点：只能证明文件未被改动，不能证明就是见证人看过的账",
    "not_covered": "最后 {count} 条记录不在检查点之下",
    "not_cosigned_in": "见证人没有为其中 {count} 条记录副署，或未指明见证人（--witness）",
    "arrived": "{union} 已迁入，今后在此记账：位点 {position}，新写入 {added} 条，密钥 {keys} 把",
    "copied": "{union} 的副本已迁入，只能查看，不能记账：位点 {position}，新写入 {added} 条，密钥 {keys} 把",
    "already": "{union} 已经在这里：位点 {position}，没有写入任何内容",
    "unlisted": "县级索引有 {count} 人未能登记：本处县级密钥与迁出处不同（请先迁入县级工会）",
    "ledgers": "台账已生成，读取 {count} 条记录",
    "next": "请运行 gonghui fsck，并重新任命人员（gonghui appoint）、签发密钥（gonghui key）",
    "thawed": "{code} 已恢复在此记账",
    "not_stopped": "{code} 本来就在此记账",
    "thaw_copy": "{code} 在此处只是副本，或已在别处记账，不能在此恢复",
    "released": "{code} 的个人信息密钥和附件已在此销毁：{keys} 把密钥，{papers} 份附件；账目和哈希链保留",
    "release_written_here": "{code} 仍在此记账，不能销毁其密钥",
    "origin": "已写出 {count} 份原处检查点证明：{file}",
    "origin_none": "{code} 没有从别处迁入的记录，或迁入时没有检查点证明",
    "reason_missing": "--freeze 须用 --reason 写明依据的文件",
    "transport_key": "公钥抄写有误，或密钥、口令文件不存在、权限过宽、口令不足 16 个字符",
    "log_key_malformed": "日志或见证人的公钥抄写有误",
    "not_for_us": "文件不是给这把接收密钥（或口令）的，未写入任何内容",
    "file_broken": "文件不可信，未写入任何内容：{fault}",
    "file_missing": "没有文件 {file}",
    "folder_missing": "没有文件夹 {folder}；没有停止任何账套",
    "union_unknown": "没有这个账套",
}

MOVE_FAULTS: Final = {
    "signature_bad": "清单的签名不是 --log-key 所指的日志签的",
    "cosignature_missing": "缺少所指见证人的副署",
    "held_differs": "文件中没有 --held 所指的检查点",
    "checkpoint_differs": "记录与检查点不符：不是见证人看过的账",
    "program_older": "文件中有本程序还不认识的记录，请先升级",
}
"""What is wrong with a file, where a name alone would not say it."""

MOVE_REFUSALS: Final = {
    "empty": "还没有任何记录，无须迁移",
    "only_a_copy": "这里只是副本，请到正在记账的地方导出",
    "own_file": "这是本处自己导出的文件；取消迁移用 gonghui union-thaw",
    "too_large": "账套有一部分超过文件所能容纳的大小，没有写出；请联系维护人员",
    "used_before": "账簿从这里迁出以后，文件中没有新的记录：接手的一处正在记账，不能再用旧文件迁入；"
    "对方没有接手的，用 gonghui union-thaw；迁回的，请在那里记下一笔后再导出",
    "older": "文件比这里已有的账旧，未写入任何内容",
    "differs": "这里已有同一账套而内容不同（分叉），未写入任何内容；请先查明原因",
    "written_here": "这个账套正在此处记账，未写入任何内容",
    "broken": "数据库重算的结果与文件不符，未写入任何内容",
    "keys_differ": "密钥库中已有该账套的另一把密钥，或另一次迁入正在进行，未写入任何内容",
    "federation_missing": "这里没有它所属的县级工会，或其日志中没有这个单位；请先迁入县级工会",
}
