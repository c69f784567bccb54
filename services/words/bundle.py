"""What the auditor's bundle says of itself, in Chinese and English."""

from typing import Final, NamedTuple


class Said(NamedTuple):
    """The same in both languages."""

    zh: str
    en: str


FILES: Final = {
    "README.txt": Said("如何核验", "how to verify"),
    "union.json": Said(
        "工会、章程与公钥（请另行核对公钥）",
        "the union, its charter, public keys (compare them elsewhere)",
    ),
    "checkpoint.note": Said(
        "签名的检查点与见证人副署（C2SP）", "the signed checkpoint with cosignatures (C2SP)"
    ),
    "proof.json": Said(
        "本工会账头在检查点内的证明", "proof that the union's head is inside the checkpoint"
    ),
    "catalogue.json": Said("事件种类目录及其结构", "the kinds of events and their schemas"),
    "events.jsonl": Said(
        "全部事件，一行一件，即计算摘要的全部内容",
        "all events, one a line: every input of their digests",
    ),
    "attachments.json": Said(
        "事件所提附件的 SHA-256 及位点", "SHA-256 of the attachments events name, with positions"
    ),
    "claims.json": Said(
        "系统自己的数字：科目余额、会费、帮扶、慰问",
        "the server's own figures: trial balances, dues, aid, condolences",
    ),
}

HELD_FILE: Final = Said(
    "从较早检查点 {size} 到本检查点的证明", "proof from the earlier checkpoint {size} to this one"
)

README: Final = """\
工会审计包 / Union audit bundle
================================

工会 / union       {union_id}
检查点 / checkpoint {short_code}
位点 / position    {position}

一、如何核验 / How to verify

1. 向不经手本账的人取得 verify.py（gonghui verifier -o verify.py）。只需 Python 3.9 以上，不需网络。
   Get verify.py (gonghui verifier -o verify.py) from somebody who does not keep these books.
   It needs Python 3.9 or later and no network.
2. python3 verify.py 本文件.zip --held 您手中的检查点 --receipt 位点:哈希 --key 公钥 --witness 公钥
   python3 verify.py THIS.zip --held CHECKPOINT --receipt POSITION:HASH --key VKEY --witness VKEY
3. 退出码 0：所称各项均已核验；1：有不符或应核验而未能核验；2：无法读取。
   Exit status 0: all that is claimed was checked; 1: something failed or could not be checked; 2: unreadable.
4. 可同时给出几个包，相互比较：同一检查点、同一工会的历史必须一致。
   Give several bundles at once and they are compared: one checkpoint, one history of a union.
5. 记账方的 Ed25519 公钥只有一把，不更换；换了钥匙，旧检查点即核验不通过，须由记账方说明。
   The keeper has one Ed25519 key for good. After a change of key older checkpoints fail; the keeper must say why.

二、核验说明什么 / What it proves

- 事件自记录以来未改、未删、未插、未调序；检查点之前的改写，须与您另行保存的检查点或回执比较才能发现。
  Events were not changed, removed, inserted or reordered since they were recorded. A rewriting of all that is
  before the checkpoint shows only against a checkpoint or receipt you kept yourself.
- 科目余额、会费、帮扶、慰问合计由事件重新计算，并与 claims.json 比较。
  Trial balances, dues, aid and condolences are computed from the events and compared with claims.json.
- 经办、审核、审批、出纳、领款人各不相同；只比对所记编号与已登记的会员身份。
  Handler, reviewer, approver, cashier and recipient differ, by the numbers recorded and the members they are
  known to be.
- 不说明所记之事是否属实；不包含检查点之后的事件；个人信息以密文存放，只核验未变，不能读取。
  It says nothing of whether what was entered is true, nor of later events. Personal data are ciphertext:
  checked to be unchanged, not readable.

三、格式 / Formats

- 摘要、链、树、检查点的字节格式见 verify.py 与 RFC 9162、C2SP signed-note、tlog-checkpoint、tlog-cosignature。
  Bytes of digests, chain, trees and checkpoints: see verify.py, RFC 9162, C2SP.
- index.json 列出每个文件的 SHA-256；index.note 是对其摘要的签名。金额一律为分（整数）。
  index.json lists the SHA-256 of every file, index.note signs its digest. All amounts are whole fen.
"""
