"""Checks a union's books offline: `python3 verify.py FILE.zip [--held CHECKPOINT] …`. 离线核验一个工会的账。

One file, standard library only, Python 3.9 or later; written out by `gonghui verifier -o verify.py`. It
shares no code with the server: whatever it says was computed here from the bytes in the bundle. What it did
not read it lists as not covered. It prints no text of any event.

    verify.py FILE.zip … [--held CHECKPOINT] … [--receipt POSITION:HASH] … [--key VKEY] [--witness VKEY] …
                         [--attachments DIR] [--lang zh|en] [--json]
    verify.py proof PROOF.json … [--held CHECKPOINT] … [--receipt POSITION:HASH] …

CHECKPOINT is the file of a signed note, `SIZE:ROOT` (hex or base64), or the short code on paper
`SIZE-<32 hex>`. HASH needs at least 32 of its 64 digits. Several files are compared with each other as well.
A log has one Ed25519 key for good: once it takes another, checkpoints signed with the old one fail here, and
the keepers of the books must say why. An SM2 key may be added later; its signature is checked where there is one.
Exit status: 0 everything that was claimed or asked for was checked and holds; 1 something failed, or something
asked for could not be checked; 2 not used as meant, or unreadable.

Sources: RFC 8032 (Ed25519), RFC 9162 section 2.1 (Merkle trees), C2SP signed-note, tlog-checkpoint and
tlog-cosignature, GM/T 0003 and 0004 (SM2, SM3).
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import json
import locale
import os
import re
import struct
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any, NamedTuple, Optional

FORMATS = {
    "index": "gonghui.bundle/1",
    "union": "gonghui.union/1",
    "proof": "gonghui.union-proof/2",
    "held": "gonghui.held-proof/2",
    "event": "gonghui.event-proof/2",
    "claims": "gonghui.claims/1",
    "catalogue": "gonghui.catalogue/1",
    "attachments": "gonghui.attachments/1",
}
FIXED_FILES = (
    "README.txt",
    "attachments.json",
    "catalogue.json",
    "checkpoint.note",
    "claims.json",
    "events.jsonl",
    "proof.json",
    "union.json",
)
INDEX, INDEX_NOTE = "index.json", "index.note"

MOST_FILES = 1_000
MOST_SMALL_BYTES = 256 << 20
MOST_BYTES = 64 << 30
MOST_RATIO = 300
RATIO_FREE_BYTES = 16 << 20
MOST_LINE_BYTES = 16 << 20
MOST_NOTE_BYTES = 1 << 20
MOST_SIGNATURES = 100
MOST_PATH = 64
MOST_SIBLINGS = 256
MOST_FEN = 1 << 63
SHORT_HEX = 32
SHOWN_FAILURES = 50

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}(/[A-Za-z0-9][A-Za-z0-9_.-]{0,99})?\Z")
_HEX64 = re.compile(r"[0-9a-f]{64}\Z")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")
_NUMBER = re.compile(r"[1-9][0-9]{0,17}\Z")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_YEAR_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])\Z")
_RECEIPT = re.compile(r"([1-9][0-9]{0,17}):([0-9a-fA-F]{32,64})\Z")
_HELD_SHORT = re.compile(r"([1-9][0-9]{0,17})-([0-9a-fA-F]{32})\Z")
_HELD_FULL = re.compile(r"([1-9][0-9]{0,17}):([0-9a-fA-F]{64}|[A-Za-z0-9+/]{43}=)\Z")

KNOWN_TOPICS = {
    "union": "registered renamed particulars_corrected founding_approved committee_elected"
    " officer_recorded bank_account_recorded policy_adopted vocabulary_kept"
    " period_closed period_reopened year_locked frozen unfrozen merged absorbed split"
    " balances_taken_over dissolved",
    "federation": "registered officer_recorded unit_enrolled unit_moved unit_frozen unit_unfrozen"
    " unit_merged unit_closed policy_adopted fund_provided fund_provision_reversed"
    " fund_allocated fund_allocation_cancelled fund_allocation_confirmed"
    " balances_taken_over identity_inquiry_answered",
    "member": "registered applied approved application_rejected fact_corrected retained"
    " reinstated withdrawn deceased transferred_in transferred_out change_reversed"
    " registration_reversed"
    " application_cancelled transfer_out_started transfer_out_cancelled"
    " arrears_warning_issued arrears_cleared deemed_withdrawal_declared"
    " withdrawal_requested withdrawal_request_cancelled expulsion_proposed"
    " expulsion_dropped expulsion_decided expulsion_filed assigned certificate_issued"
    " certificate_collected consent_given consent_withdrawn",
    "dues": "wage_base_declared received receipt_reversed refunded refund_reversed waived"
    " waiver_reversed reminder_sent wage_base_reversed",
    "branch": "formed renamed leader_recorded closed",
    "dues_batch": "closed",
    "household": "file_opened applied preliminarily_reviewed home_visit_recorded"
    " economic_check_returned public_notice_posted objection_raised objection_resolved"
    " public_notice_closed approved rejected file_reopened reviewed reclassified"
    " changed exited file_closed relapsed file_opening_reversed",
    "aid_case": "requested reviewed approved approval_reversed rejected cancelled paid payment_returned",
    "pay_batch": "drafted reviewed draft_returned approved paid item_failed item_returned"
    " discarded",
    "condolence": "requested approved rejected recorded reversed",
    "pairing": "started reviewed ended",
    "visit": "recorded follow_up_recorded reversed",
    "voucher": "drafted revised submitted returned reviewed approved posted discarded reversed",
    "budget": "drafted adjustment_drafted final_accounts_drafted committee_passed"
    " audit_committee_reviewed approved adjusted final_accounts_approved"
    " draft_abandoned filed execution_reported disclosed committed released",
    "bank_statement": "balance_asserted assertion_withdrawn",
    "contribution": "payroll_declared employer_dunned received upward_remittance_paid refund_received"
    " late_fee_received reversed",
    "subsidy": "received reversed",
    "custodial": "received paid reversed",
    "import_run": "committed reversed",
    "engagement": "opened plan_changed access_granted access_revoked books_read sample_drawn"
    " books_verified report_issued closed",
    "finding": "raised rectification_required deadline_extended rectification_submitted"
    " rectification_returned rectification_accepted closed withdrawn",
    "disclosure": "published ended objection_noted",
    "statement": "issued",
    "viewing": "revealed exported",
    "export": "delivered",
    "erasure": "requested approved refused hold_placed hold_lifted executed restricted"
    " books_destroyed",
    "privacy_notice": "published",
    "account": "opened password_set second_factor_enrolled second_factor_removed"
    " recovery_code_used logged_in second_factor_confirmed login_refused session_ended"
    " denied reset closed reopened identity_linked identity_unlinked unknown_login_refused",
    "appointment": "offered accepted changed ended",
    "api_key": "issued used revoked",
}
"""Every event whose meaning for the totals is known here, in schema version 1."""
KNOWN = frozenset(
    f"{package}.{verb}" for package, verbs in KNOWN_TOPICS.items() for verb in verbs.split()
)
RED_SUFFIXES = ("_reversed", ".reversed", "_returned", ".refunded")
RED_NO_MORE = frozenset({"dues.refund_reversed"})
"""What takes back a posting stands in red: on the same side, negative. What takes red back is black."""
MARKED_TOPICS = frozenset({"voucher.posted", "voucher.reversed"})
DUES_SIGNS = {
    "dues.received": 1,
    "dues.receipt_reversed": -1,
    "dues.refunded": -1,
    "dues.refund_reversed": 1,
}
AID_SIGNS = {"aid_case.paid": 1, "aid_case.payment_returned": -1}
CONDOLENCE_SIGNS = {"condolence.recorded": 1, "condolence.reversed": -1}
AMOUNT_TOPICS = frozenset({*DUES_SIGNS, *AID_SIGNS, *CONDOLENCE_SIGNS})
"""Events that state an amount beside the lines they post."""
BOOKKEEPING = frozenset({"adjustment", "opening", "year_end"})
"""Vouchers that move no money: whoever draws them up books them."""
SIGNED_BY_TWO = {
    "voucher.reversed": ("requested_by", "approved_by", ""),
    "union.period_reopened": ("requested_by", "approved_by", ""),
    "dues.refunded": ("handler_id", "approver_id", "member_id"),
    "contribution.upward_remittance_paid": ("approver_id", "cashier_id", ""),
    "custodial.paid": ("approver_id", "cashier_id", ""),
    "federation.fund_allocated": ("handler_id", "approver_id", ""),
}
"""Events that name two who sign, and perhaps a member neither of them may be."""
NAMING_TOPICS = frozenset({"union.registered", "union.renamed", "federation.registered"})
ATTACHMENT_FIELDS = frozenset({"sha256", "bank_file", "signed_list"})
"""Fields of events that name a paper by the SHA-256 of its bytes."""
ATTACHMENT_FIELDS_OF = {"disclosure.published": frozenset({"document_sha256"})}
"""Fields that do so in events of one kind; elsewhere the same name means the digest of no file."""
_MAY_NAME_ATTACHMENT = re.compile(r'sha256"|"bank_file"|"signed_list"|\\')

Words = tuple[str, str]
CHECK_WORDS: dict[str, Words] = {
    "container": ("压缩包内的文件名与大小", "names and sizes in the archive"),
    "index_signature": ("文件清单的签名", "signature of the index"),
    "index_complete": ("清单与文件一一对应", "index lists exactly the files"),
    "index_files": ("文件的 SHA-256", "SHA-256 of the files"),
    "identity": ("各文件所指工会、检查点一致", "all files name one union and checkpoint"),
    "log_signature": ("检查点的签名", "signature of the checkpoint"),
    "cosignatures": ("见证人的副署", "cosignatures of witnesses"),
    "census_inclusion": ("清点在检查点内", "census inside the checkpoint"),
    "head_inclusion": (
        "本工会账头在清点内（唯一位置）",
        "head of the union inside the census, in its one place",
    ),
    "census_number": ("清点序号", "number of the census"),
    "positions": ("位点连续", "positions without gaps"),
    "digest": ("事件摘要", "digests of events"),
    "genesis": ("链起于章程", "chain begins at the charter"),
    "link": ("哈希链", "links of the chain"),
    "moments": ("记录时间不倒退", "times of recording do not go back"),
    "census_moment": ("事件先记录、后清点", "events recorded before they were counted"),
    "stream_versions": ("每个对象的版次连续", "versions of each stream without gaps"),
    "body": ("事件内容可解读", "bodies can be read"),
    "topics": ("事件种类已知", "kinds of events known"),
    "catalogue": ("事件种类列于目录", "kinds of events listed in the catalogue"),
    "balance": ("分录按资金借贷平衡", "lines balance per fund"),
    "amounts": ("所记金额等于分录", "amounts stated are those of the lines"),
    "separation": (
        "经办、审核、审批、出纳、领款人各不相同",
        "handler, reviewer, approver, cashier and recipient differ",
    ),
    "naming": ("名称、代码与事件一致", "name and code as the events say"),
    "head_position": ("事件数等于账头位点", "number of events is the position of the head"),
    "head_hash": ("末位哈希等于账头", "last hash is that of the head"),
    "root": ("默克尔根等于账头", "Merkle root is that of the head"),
    "attachments": ("附件清单与事件一致", "attachments listed as events name them"),
    "attachments_content": ("附件内容的 SHA-256", "SHA-256 of the attachments' contents"),
    "trial_balance": ("科目余额表（重算）", "trial balance (rebuilt)"),
    "dues_totals": ("会费实收合计（重算）", "dues received (rebuilt)"),
    "aid_totals": ("帮扶发放合计（重算）", "aid paid (rebuilt)"),
    "condolence_totals": ("慰问合计（重算）", "condolences (rebuilt)"),
    "held_signature": ("所持检查点的签名", "signature of the checkpoint held"),
    "held_given": ("所持检查点与本包相符", "checkpoint held agrees with the bundle"),
    "held_consistency": ("较早检查点是本检查点的开头", "earlier checkpoint begins this one"),
    "held_census": ("较早清点在较早检查点内", "earlier census inside the earlier checkpoint"),
    "held_head": (
        "较早账头在较早清点内，或确不在内",
        "earlier head inside the earlier census, or proven not to be",
    ),
    "held_log": ("较早账头与重算相同", "earlier head equals what was recomputed"),
    "receipts": ("回执与账内哈希相符", "receipts agree with the chain"),
    "event_inclusion": ("事件在账头的树内", "event inside the tree of the head"),
    "agreement": ("各文件相互一致", "files agree with each other"),
    "complete": ("每项核验都已执行", "every check was carried out"),
    "readable": ("文件可解读", "file can be read"),
}
OPEN_WORDS: dict[str, Words] = {
    "signer_identity": (
        "签名密钥取自本包；请用 --key 给出另行取得的密钥：{0}",
        "the signing key was taken from the bundle; give one got elsewhere with --key: {0}",
    ),
    "witness_identity": (
        "副署密钥取自本包；请用 --witness 给出另行取得的密钥：{0}",
        "a witness key was taken from the bundle; give one got elsewhere with --witness: {0}",
    ),
    "no_witness": (
        "检查点没有可核验的副署：只有记账方自己作证",
        "no cosignature could be checked: only the keeper of the books attests",
    ),
    "witness_missing": ("所给见证人未副署：{0}", "a witness given has not cosigned: {0}"),
    "unknown_signatures": ("未知密钥的签名", "signatures by unknown keys"),
    "no_held": (
        "没有给出所持检查点或回执：不能发现检查点之前的整体改写",
        "no checkpoint or receipt held was given: a rewriting before this checkpoint cannot be seen",
    ),
    "held_ahead": (
        "所持检查点 {0} 比本包新：请索取更新的包",
        "checkpoint {0} held is newer than the bundle: ask for a newer bundle",
    ),
    "held_without_proof": (
        "本包没有所持检查点 {0} 的证明：请用 --held {0} 重新出具",
        "the bundle has no proof for checkpoint {0} held: ask for one made with --held {0}",
    ),
    "held_absent": (
        "所持检查点 {0} 清点时没有本工会，而本工会其时已有事件：该检查点不能证明本工会的任何历史",
        "not counted under checkpoint {0} held though it had events: that proves nothing of its history",
    ),
    "receipt_ahead": (
        "回执位点 {0} 在本包之后",
        "receipt at position {0} is later than the bundle",
    ),
    "receipt_elsewhere": (
        "证明不及回执位点 {0}",
        "the proof is not about position {0} of the receipt",
    ),
    "attachments_content": (
        "附件内容（未给出 --attachments）",
        "contents of attachments (no --attachments)",
    ),
    "attachment_missing": ("附件不在所给目录内", "attachments not in the folder given"),
    "topics": (
        "种类未知的事件，重算合计不含其意义：{0}",
        "events of unknown kind, whose meaning the totals lack: {0}",
    ),
    "separation_on_paper": (
        "签字只在纸上、未记姓名的审批或付款",
        "approvals or payments whose signatures are on paper only",
    ),
    "separation": (
        "两个职务编号是否同一人（只按已登记的会员身份比对）；建档、预算、整改等其他事项的签字；任职是否有效",
        "whether two officers are one person (but for members on record); other signatures; offices held",
    ),
    "heads_after": (
        "第 {0} 次清点之后的账头是否延续本账头",
        "whether the heads counted after census {0} go on from this one",
    ),
    "chain_left_out": (
        "本证明未带位点 {0} 之后的摘要：只证明该事件在账内，不证明回执的哈希",
        "this proof leaves out the digests after {0}: the event is in the books, a receipt's hash is not proven",
    ),
    "unlinked": (
        "所给文件中更新的检查点未证明延续检查点 {0}：请用 --held {0} 重新出具",
        "the newer checkpoints given are not proven to go on from {0}: ask for a bundle made with --held {0}",
    ),
    "sealed": (
        "加密的个人信息：核验密文未变，不核验内容",
        "sealed personal data: ciphertext unchanged, content not read",
    ),
    "later": ("位点 {0} 之后的事件", "events after position {0}"),
    "other_files": (
        "清单列出而本程序不解读的文件：{0}",
        "files listed but not understood here: {0}",
    ),
    "truth": ("所记之事是否属实", "whether what was entered is true"),
}
BLOCKING = frozenset(
    {"witness_missing", "held_ahead", "held_without_proof", "receipt_ahead", "receipt_elsewhere"}
    | {"held_absent"}
    | {"attachment_missing", "topics"}
)
"""What was asked for, or would be claimed, and could not be checked: the exit status is then 1."""
ALWAYS = frozenset(
    {"container", "index_signature", "index_complete", "index_files", "identity", "log_signature"}
    | {"census_inclusion", "head_inclusion", "census_number", "head_position", "head_hash", "root"}
    | {"positions", "digest", "genesis", "link", "moments", "stream_versions", "body", "topics"}
    | {"catalogue", "balance", "attachments", "trial_balance", "dues_totals", "aid_totals"}
    | {"condolence_totals", "census_moment", "amounts", "separation", "naming"}
)
"""A bundle is covered only when each of these was carried out."""


class Unreadable(Exception):
    """These bytes are not what they should be. The only error that reading raises."""


class Failure(NamedTuple):
    """What does not hold: which check, of which union, at which position, and what kind of fault."""

    check: str
    union: str
    position: Optional[int]
    kind: str


class Report:
    """What was covered, what was not, what failed; and what other files must agree with.

    `signers`: the log's key of each type; `roots` by size of checkpoint; `hashes` of the chain by position.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.union = ""
        self.facts: dict[str, Any] = {}
        self.covered: Counter[str] = Counter()
        self.open: list[tuple[str, str, int]] = []
        self.failures: list[Failure] = []
        self.failed: Counter[str] = Counter()
        self.is_unreadable = False
        self.origin = ""
        self.signers: dict[bytes, bytes] = {}
        self.roots: dict[int, bytes] = {}
        self.hashes: dict[int, bytes] = {}

    def fail(self, check: str, kind: str, position: Optional[int] = None) -> None:
        self.failed[check] += 1
        if self.failed[check] <= SHOWN_FAILURES:
            self.failures.append(Failure(check, self.union, position, kind))

    def leave(self, what: str, told: str = "", count: int = 1) -> None:
        self.open.append((what, told, count))

    def hash_at(self, position: int) -> Optional[bytes]:
        """The chain's hash at a position, from a bundle read again if need be; None where it is not known."""
        if position in self.hashes or not position or position > max(self.hashes, default=0):
            return self.hashes.get(position)
        try:
            bundle = Bundle(self.file)
            with bundle.zip:
                for count, line in enumerate(bundle.lines("events.jsonl"), start=1):
                    if count == position:
                        return read_event(line).hash
        except Unreadable:
            pass
        return None

    @property
    def status(self) -> int:
        if self.is_unreadable:
            return 2
        blocked = any(what in BLOCKING for what, _, _ in self.open)
        return 1 if self.failed or blocked else 0


# Merkle trees: RFC 9162 section 2.1


def inner(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def entry_leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


class Growing:
    """The root over leaves that come one after the other."""

    def __init__(self) -> None:
        self.count = 0
        self._peaks: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        carry, peaks, node = self.count, self._peaks, leaf
        while carry & 1:
            node = hashlib.sha256(b"\x01" + peaks.pop() + node).digest()
            carry >>= 1
        peaks.append(node)
        self.count += 1

    def root(self) -> bytes:
        if not self._peaks:
            return hashlib.sha256(b"").digest()
        node = self._peaks[-1]
        for peak in self._peaks[-2::-1]:
            node = inner(peak, node)
        return node


def included(leaf: bytes, leaf_index: int, tree_size: int, root: bytes, path: list[bytes]) -> bool:
    """Section 2.1.3.2, step by step."""
    if leaf_index < 0 or leaf_index >= tree_size:
        return False
    fn, sn, r = leaf_index, tree_size - 1, leaf
    for p in path:
        if sn == 0:
            return False
        if fn % 2 == 1 or fn == sn:
            r = inner(p, r)
            if fn % 2 == 0:
                while fn != 0 and fn % 2 == 0:
                    fn, sn = fn >> 1, sn >> 1
        else:
            r = inner(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root


def consistent(
    first: int, first_hash: bytes, second: int, second_hash: bytes, path: list[bytes]
) -> bool:
    """Section 2.1.4.2, step by step; equal sizes need equal roots and an empty path."""
    if first < 1 or first > second:
        return False
    if first == second:
        return not path and first_hash == second_hash
    if not path:
        return False
    whole = [first_hash, *path] if first & (first - 1) == 0 else path
    fn, sn = first - 1, second - 1
    while fn % 2 == 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = whole[0]
    for c in whole[1:]:
        if sn == 0:
            return False
        if fn % 2 == 1 or fn == sn:
            fr, sr = inner(c, fr), inner(c, sr)
            if fn % 2 == 0:
                while fn != 0 and fn % 2 == 0:
                    fn, sn = fn >> 1, sn >> 1
        else:
            sr = inner(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_hash and sr == second_hash


# The heads of all unions, as a map: the bits of SHA-256 of a union's id lead to its one place


def place_of(union: bytes) -> bytes:
    return hashlib.sha256(union).digest()


def in_map(root: bytes, place: bytes, entry_hash: bytes, siblings: list[bytes]) -> bool:
    """Tell whether siblings, from the root down, lead to the one entry of a place."""
    return _up_to(place, hashlib.sha256(b"\x00" + place + entry_hash).digest(), siblings) == root


def not_in_map(
    root: bytes, place: bytes, stranger: Optional[tuple[bytes, bytes]], siblings: list[bytes]
) -> bool:
    """Tell whether siblings lead to nothing, or to the leaf of another place that lies in the way."""
    if stranger is None:
        return _up_to(place, bytes(32), siblings) == root
    other, entry_hash = stranger
    depth = len(siblings)
    if other == place or _bits(other) >> (256 - depth) != _bits(place) >> (256 - depth):
        return False
    return _up_to(place, hashlib.sha256(b"\x00" + other + entry_hash).digest(), siblings) == root


def _up_to(place: bytes, node: bytes, siblings: list[bytes]) -> bytes:
    bits = _bits(place)
    for depth in range(len(siblings) - 1, -1, -1):
        is_right = bits >> (255 - depth) & 1
        node = inner(siblings[depth], node) if is_right else inner(node, siblings[depth])
    return node


def _bits(place: bytes) -> int:
    return int.from_bytes(place, "big")


# Ed25519: RFC 8032 section 5.1, without the cofactor

_Q = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _Q - 2, _Q) % _Q
_ROOT_OF_MINUS_ONE = pow(2, (_Q - 1) // 4, _Q)
Extended = tuple[int, int, int, int]
_NEUTRAL: Extended = (0, 1, 1, 0)


def _edwards_add(one: Extended, other: Extended) -> Extended:
    a = (one[1] - one[0]) * (other[1] - other[0]) % _Q
    b = (one[1] + one[0]) * (other[1] + other[0]) % _Q
    c = 2 * one[3] * other[3] * _D % _Q
    d = 2 * one[2] * other[2] % _Q
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _Q, g * h % _Q, f * g % _Q, e * h % _Q)


def _edwards_times(scalar: int, point: Extended) -> Extended:
    found = _NEUTRAL
    while scalar:
        if scalar & 1:
            found = _edwards_add(found, point)
        point = _edwards_add(point, point)
        scalar >>= 1
    return found


def _edwards_point(raw: bytes) -> Optional[Extended]:
    """Decode a point; None unless it is one in its only canonical spelling."""
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= _Q:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _Q - 2, _Q) % _Q
    x = pow(square, (_Q + 3) // 8, _Q)
    if (x * x - square) % _Q:
        x = x * _ROOT_OF_MINUS_ONE % _Q
    if (x * x - square) % _Q or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = _Q - x
    return (x, y, 1, x * y % _Q)


def _edwards_bytes(point: Extended) -> bytes:
    inverse = pow(point[2], _Q - 2, _Q)
    x, y = point[0] * inverse % _Q, point[1] * inverse % _Q
    return (y | ((x & 1) << 255)).to_bytes(32, "little")


_BASE_POINT = _edwards_point(((4 * pow(5, _Q - 2, _Q)) % _Q).to_bytes(32, "little"))


def ed25519_holds(key: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether a signature is good: S < L, canonical points, no key of small order, [S]B = R + [h]A."""
    if len(key) != 32 or len(signature) != 64 or _BASE_POINT is None:
        return False
    a = _edwards_point(key)
    s = int.from_bytes(signature[32:], "little")
    if a is None or s >= _L or _edwards_bytes(_edwards_times(8, a)) == _edwards_bytes(_NEUTRAL):
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % _L
    minus_a = (_Q - a[0], a[1], 1, _Q - a[3])
    expected = _edwards_add(_edwards_times(s, _BASE_POINT), _edwards_times(h, minus_a))
    return _edwards_bytes(expected) == signature[:32]


# SM3 and SM2: GM/T 0004 and GM/T 0003

_WORD = 0xFFFFFFFF
_SM3_START = (
    0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E,
)  # fmt: skip
_SM2_P = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFF
_SM2_A = _SM2_P - 3
_SM2_B = 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
_SM2_N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
_SM2_G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
SM2_ID = b"1234567812345678"
Affine = Optional[tuple[int, int]]


def _turned(word: int, bits: int) -> int:
    bits %= 32
    return ((word << bits) | (word >> (32 - bits))) & _WORD


def sm3(message: bytes) -> bytes:
    """GM/T 0004-2012."""
    padded = message + b"\x80" + b"\x00" * ((55 - len(message)) % 64)
    padded += struct.pack(">Q", 8 * len(message))
    state: tuple[int, ...] = _SM3_START
    for begin in range(0, len(padded), 64):
        state = _sm3_block(state, padded[begin : begin + 64])
    return struct.pack(">8I", *state)


def _sm3_block(state: tuple[int, ...], block: bytes) -> tuple[int, ...]:
    w = list(struct.unpack(">16I", block))
    for j in range(16, 68):
        x = w[j - 16] ^ w[j - 9] ^ _turned(w[j - 3], 15)
        w.append(x ^ _turned(x, 15) ^ _turned(x, 23) ^ _turned(w[j - 13], 7) ^ w[j - 6])
    a, b, c, d, e, f, g, h = state
    for j in range(64):
        t = 0x79CC4519 if j < 16 else 0x7A879D8A
        ss1 = _turned((_turned(a, 12) + e + _turned(t, j)) & _WORD, 7)
        ss2 = ss1 ^ _turned(a, 12)
        ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
        gg = e ^ f ^ g if j < 16 else (e & f) | (~e & g)
        tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) & _WORD
        tt2 = (gg + h + ss1 + w[j]) & _WORD
        d, c, b, a = c, _turned(b, 9), a, tt1
        h, g, f, e = g, _turned(f, 19), e, tt2 ^ _turned(tt2, 9) ^ _turned(tt2, 17)
    return tuple(old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h)))


def _sm2_add(one: Affine, other: Affine) -> Affine:
    if one is None or other is None:
        return one or other
    if one[0] == other[0]:
        if (one[1] + other[1]) % _SM2_P == 0:
            return None
        slope = (3 * one[0] * one[0] + _SM2_A) * pow(2 * one[1], _SM2_P - 2, _SM2_P) % _SM2_P
    else:
        slope = (other[1] - one[1]) * pow(other[0] - one[0], _SM2_P - 2, _SM2_P) % _SM2_P
    x = (slope * slope - one[0] - other[0]) % _SM2_P
    return (x, (slope * (one[0] - x) - one[1]) % _SM2_P)


def _sm2_times(scalar: int, point: Affine) -> Affine:
    found: Affine = None
    while scalar:
        if scalar & 1:
            found = _sm2_add(found, point)
        point = _sm2_add(point, point)
        scalar >>= 1
    return found


def sm2_holds(key: bytes, message: bytes, signature: bytes, identity: bytes = SM2_ID) -> bool:
    """Tell whether an SM2 signature (r ‖ s) over SM3 is good for a public key (x ‖ y)."""
    if len(key) != 64 or len(signature) != 64:
        return False
    x, y = int.from_bytes(key[:32], "big"), int.from_bytes(key[32:], "big")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    on_curve = (y * y - (x * x * x + _SM2_A * x + _SM2_B)) % _SM2_P == 0
    if not on_curve or max(x, y) >= _SM2_P or not 0 < r < _SM2_N or not 0 < s < _SM2_N:
        return False
    curve = b"".join(number.to_bytes(32, "big") for number in (_SM2_A, _SM2_B, *_SM2_G))
    z = sm3(struct.pack(">H", 8 * len(identity)) + identity + curve + key)
    e = int.from_bytes(sm3(z + message), "big")
    t = (r + s) % _SM2_N
    point = None if t == 0 else _sm2_add(_sm2_times(s, _SM2_G), _sm2_times(t, (x, y)))
    return point is not None and (e + point[0]) % _SM2_N == r


# Notes and keys: C2SP

ED25519, COSIGNATURE, SM2 = b"\x01", b"\x04", b"\xffgonghui.sm2-sm3"
KEY_BYTES = {ED25519: 32, COSIGNATURE: 32, SM2: 64}


class Key(NamedTuple):
    """A public key: its name, its type, its bytes, and the text it is handed over as."""

    name: str
    kind: bytes
    raw: bytes
    text: str

    @property
    def hint(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + self.kind + self.raw).digest()[:4]


class Signed(NamedTuple):
    """A signed note: its text, and for each signature name, hint of the key, and bytes."""

    text: str
    lines: tuple[tuple[str, bytes, bytes], ...]


class Anchor(NamedTuple):
    """Size and root of the tree of censuses, and the origin that signs them."""

    origin: str
    size: int
    root: bytes


def plain_base64(text: str) -> bytes:
    """Decode base64 in its one canonical spelling; raises Unreadable."""
    try:
        raw = base64.b64decode(text.encode("ascii"), validate=True)
    except (ValueError, binascii.Error):
        raise Unreadable("base64") from None
    if base64.b64encode(raw).decode("ascii") != text:
        raise Unreadable("base64")
    return raw


def is_name(name: str) -> bool:
    return (
        bool(name)
        and "+" not in name
        and not any(c.isspace() for c in name)
        and not _CONTROL.search(name)
    )


def read_key(text: str) -> Key:
    """Read a verifier key `name+hint+base64`; raises Unreadable."""
    parts = text.split("+", 2)
    if len(parts) != 3 or not is_name(parts[0]):
        raise Unreadable("key")
    typed = plain_base64(parts[2])
    for kind, length in KEY_BYTES.items():
        if typed.startswith(kind) and len(typed) == len(kind) + length:
            key = Key(parts[0], kind, typed[len(kind) :], text)
            if key.hint.hex() == parts[1]:
                return key
    raise Unreadable("key")


def read_signed(raw: bytes) -> Signed:
    """Read a signed note; raises Unreadable."""
    if len(raw) > MOST_NOTE_BYTES:
        raise Unreadable("note")
    try:
        whole = raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("note") from None
    border = whole.rfind("\n\n")
    if border < 1 or not whole.endswith("\n") or _CONTROL.search(whole):
        raise Unreadable("note")
    lines = whole[border + 2 : -1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise Unreadable("note")
    return Signed(whole[: border + 1], tuple(_read_line(line) for line in lines))


def _read_line(line: str) -> tuple[str, bytes, bytes]:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "\u2014" or not is_name(parts[1]):
        raise Unreadable("note")
    blob = plain_base64(parts[2])
    if len(blob) < 5:
        raise Unreadable("note")
    return parts[1], blob[:4], blob[4:]


def read_anchor(text: str) -> Anchor:
    """Read the text of a checkpoint; raises Unreadable."""
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not is_name(lines[0]) or not _NUMBER.match(lines[1]):
        raise Unreadable("checkpoint")
    root = plain_base64(lines[2])
    if len(root) != 32:
        raise Unreadable("checkpoint")
    return Anchor(lines[0], int(lines[1]), root)


def line_holds(key: Key, text: str, signature: bytes) -> bool:
    """Tell whether a signature of a note is good for the key it names."""
    if key.kind == SM2:
        return sm2_holds(key.raw, text.encode(), signature)
    if key.kind == COSIGNATURE:
        if len(signature) != 72:
            return False
        moment = int.from_bytes(signature[:8], "big")
        told = f"cosignature/v1\ntime {moment}\n{text}"
        return ed25519_holds(key.raw, told.encode(), signature[8:])
    return ed25519_holds(key.raw, text.encode(), signature)


# Reading JSON strictly


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name occurs twice")
    return found


def _no_float(text: str) -> Any:
    raise ValueError("a number is not whole")


_decoder = json.JSONDecoder(
    object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float
)


def read_json(raw: bytes, what: str) -> Any:
    """Read one JSON document without floats and without names that occur twice; raises Unreadable."""
    try:
        return _decoder.decode(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Unreadable(what) from None


def read_document(raw: bytes, kind: str) -> dict[str, Any]:
    """Read a JSON object of one of our formats; raises Unreadable."""
    document = read_json(raw, kind)
    if not isinstance(document, dict) or document.get("format") != FORMATS[kind]:
        raise Unreadable(kind)
    return document


def whole(document: Any, name: str, least: int = 0) -> int:
    value = document.get(name) if isinstance(document, dict) else None
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value < 2**63:
        raise Unreadable(name)
    return value


def text_of(document: Any, name: str) -> str:
    value = document.get(name) if isinstance(document, dict) else None
    if not isinstance(value, str):
        raise Unreadable(name)
    return value


def list_of(document: Any, name: str) -> list[Any]:
    value = document.get(name) if isinstance(document, dict) else None
    if not isinstance(value, list):
        raise Unreadable(name)
    return value


def hash_of(text: Any) -> bytes:
    if not isinstance(text, str) or not _HEX64.match(text):
        raise Unreadable("hash")
    return bytes.fromhex(text)


def path_of(document: Any, name: str = "path", most: int = MOST_PATH) -> list[bytes]:
    path = list_of(document, name)
    if len(path) > most:
        raise Unreadable(name)
    return [hash_of(step) for step in path]


def union_of(document: Any) -> str:
    text = text_of(document, "union_id")
    if not _UUID.match(text):
        raise Unreadable("union_id")
    return text


# Proofs


class CensusAt(NamedTuple):
    """A census, and the path from it to the root of the tree of censuses."""

    number: int
    unions: int
    taken_at: int
    heads_root: bytes
    path: list[bytes]

    def leaf(self) -> bytes:
        return entry_leaf(
            struct.pack(">hqqq32s", 3, self.number, self.taken_at, self.unions, self.heads_root)
        )


class HeadAt(NamedTuple):
    """The head of one union, and the siblings from the root over the heads down to it."""

    position: int
    hash: bytes
    root: bytes
    path: list[bytes]

    def is_in(self, heads_root: bytes, union: bytes) -> bool:
        entry = struct.pack(">h16sq32s32s", 2, union, self.position, self.hash, self.root)
        return in_map(heads_root, place_of(union), hashlib.sha256(entry).digest(), self.path)


class Absence(NamedTuple):
    """That a union has no head: siblings down to its place, and whose leaf stands there, None for nobody's."""

    path: list[bytes]
    stranger: Optional[tuple[bytes, bytes]]

    def is_from(self, heads_root: bytes, union: bytes) -> bool:
        return not_in_map(heads_root, place_of(union), self.stranger, self.path)


class UnionProof(NamedTuple):
    union: str
    signed: Signed
    raw_note: bytes
    anchor: Anchor
    census: CensusAt
    head: HeadAt


class HeldProof(NamedTuple):
    size: int
    root: bytes
    consistency: list[bytes]
    census: CensusAt
    head: Optional[HeadAt]
    absence: Optional[Absence]


def _census(document: Any) -> CensusAt:
    taken_at = document.get("taken_at") if isinstance(document, dict) else None
    if not isinstance(taken_at, int) or isinstance(taken_at, bool) or abs(taken_at) >= 2**62:
        raise Unreadable("taken_at")
    return CensusAt(
        whole(document, "number", 1), whole(document, "unions"), taken_at,
        hash_of(document.get("heads_root")), path_of(document),
    )  # fmt: skip


def _head(document: Any) -> HeadAt:
    return HeadAt(
        whole(document, "position"), hash_of(text_of(document, "hash")),
        hash_of(text_of(document, "root")), path_of(document, most=MOST_SIBLINGS),
    )  # fmt: skip


def _absence(document: Any) -> Absence:
    path = path_of(document, most=MOST_SIBLINGS)
    stranger = document.get("stranger")
    if stranger is None:
        return Absence(path, None)
    key, entry_hash = text_of(stranger, "key"), text_of(stranger, "entry_hash")
    return Absence(path, (hash_of(key), hash_of(entry_hash)))


def read_union_proof(document: dict[str, Any]) -> UnionProof:
    """Read the proof that a union's head is inside a checkpoint; raises Unreadable."""
    if document.get("format") != FORMATS["proof"]:
        raise Unreadable("proof")
    raw_note = text_of(document, "checkpoint").encode("utf-8", "surrogatepass")
    signed = read_signed(raw_note)
    return UnionProof(
        union_of(document), signed, raw_note, read_anchor(signed.text),
        _census(document.get("census")), _head(document.get("head")),
    )  # fmt: skip


def read_held_proof(raw: bytes) -> HeldProof:
    """Read the proof that leads from an earlier checkpoint to the bundle's; raises Unreadable."""
    document = read_document(raw, "held")
    head, absence = document.get("head"), document.get("absence")
    if (head is None) == (absence is None):
        raise Unreadable("held")
    return HeldProof(
        whole(document, "size", 1), hash_of(document.get("root")), path_of(document, "consistency"),
        _census(document.get("census")), None if head is None else _head(head),
        None if absence is None else _absence(absence),
    )  # fmt: skip


class Held(NamedTuple):
    """A checkpoint somebody kept: its size, its root or the beginning of it; the note and its origin if given."""

    size: int
    root_begins: str
    signed: Optional[Signed] = None
    origin: Optional[str] = None


def read_held(text: str) -> Held:
    """Read what `--held` names; raises Unreadable."""
    match = _HELD_SHORT.match(text)
    if match:
        return Held(int(match[1]), match[2].lower())
    match = _HELD_FULL.match(text)
    if match:
        root = match[2]
        is_hex = len(root) == 64
        return Held(int(match[1]), root.lower() if is_hex else plain_base64(root).hex())
    try:
        with open(text, "rb") as file:
            signed = read_signed(file.read(MOST_NOTE_BYTES + 1))
    except OSError:
        raise Unreadable("held: " + text) from None
    anchor = read_anchor(signed.text)
    return Held(anchor.size, anchor.root.hex(), signed, anchor.origin)


class Receipt(NamedTuple):
    """What a write was answered: a position and the chain hash there, or at least its first 32 digits."""

    position: int
    hash_begins: str


def read_receipt(text: str) -> Receipt:
    match = _RECEIPT.match(text)
    if not match:
        raise Unreadable("receipt: " + text)
    return Receipt(int(match[1]), match[2].lower())


class Wishes(NamedTuple):
    """What the person who checks brings along."""

    held: tuple[Held, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    key: Optional[Key] = None
    witnesses: tuple[Key, ...] = ()
    attachments: Optional[str] = None


# Events

_PLACE = struct.Struct(">q16si")
_MOMENT = struct.Struct(">hqi")
_LENGTH = struct.Struct(">i")
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_SMALL_DAYS: dict[str, int] = {}


class Event(NamedTuple):
    """One line of events.jsonl; `body` are the stored bytes."""

    position: int
    stream: bytes
    version: int
    topic: str
    schema_version: int
    recorded_at: int
    occurred_on: str
    actor: str
    command: bytes
    digest: bytes
    hash: bytes
    body: bytes


def read_event(line: bytes) -> Event:
    """Read one line of events.jsonl; raises Unreadable."""
    try:
        told = _decoder.decode(line.decode("utf-8"))
        body = told["body"].encode("utf-8") if "body" in told else plain_base64(told["body_base64"])
        event = Event(
            told["position"], _uuid_bytes(told["stream"]), told["version"],
            told["topic"], told["schema_version"], told["recorded_at"], told["occurred_on"],
            told["actor"], _uuid_bytes(told["command"]),
            hash_of(told["digest"]), hash_of(told["hash"]), body,
        )  # fmt: skip
        numbers = (event.position, event.version, event.schema_version, event.recorded_at)
        if len(told) != len(Event._fields) or not all(type(number) is int for number in numbers):
            raise Unreadable("event")
        if any(abs(number) >= 1 << 63 for number in numbers):
            raise Unreadable("event")
        if any(type(text) is not str for text in (event.topic, event.occurred_on, event.actor)):
            raise Unreadable("event")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise Unreadable("event") from None
    return event


def _uuid_bytes(text: str) -> bytes:
    """The 16 bytes of an id in its one spelling: in any other it could stand for several streams at once."""
    if not _UUID.match(text):
        raise Unreadable("event")
    return bytes.fromhex(text.replace("-", ""))


def days_of(text: str) -> int:
    """Days since 1970 of a date in its one spelling; raises ValueError."""
    found = _SMALL_DAYS.get(text)
    if found is None:
        day = date.fromisoformat(text)
        if day.isoformat() != text:
            raise ValueError("a date in another spelling")
        found = _SMALL_DAYS[text] = day.toordinal() - _EPOCH_DAY
    return found


def digest_of(union: bytes, event: Event) -> bytes:
    """The digest of an event, format 1, from its stored bytes; raises struct.error or ValueError."""
    topic, actor = event.topic.encode(), event.actor.encode()
    return hashlib.sha256(
        b"".join((
            b"\x00\x00\x01", union, _PLACE.pack(event.position, event.stream, event.version),
            _LENGTH.pack(len(topic)), topic,
            _MOMENT.pack(event.schema_version, event.recorded_at, days_of(event.occurred_on)),
            _LENGTH.pack(len(actor)), actor, event.command, _LENGTH.pack(len(event.body)), event.body,
        ))
    ).digest()  # fmt: skip


NOT_ABOUT_IT = ""


class Log:
    """A union's log while it is read: what came so far, and what is to be kept on the way."""

    def __init__(self, union: bytes, charter: bytes, catalogue: Iterable[tuple[str, int]]) -> None:
        self.union = union
        self.start = hashlib.sha256(b"\x02" + union + _LENGTH.pack(len(charter)) + charter).digest()
        self.catalogue = frozenset(catalogue)
        self.count = 0
        self.hash = b""
        self.recorded_at: Optional[int] = None
        self.begun_at: Optional[int] = None
        self.code = ""
        self.name = ""
        self.versions: dict[bytes, int] = {}
        self.tree = Growing()
        self.wanted: dict[int, tuple[bytes, bytes, int]] = {}
        self.signing = Signing()
        self.unknown: Counter[str] = Counter()
        self.totals = Totals()
        self.attachments: dict[str, list[int]] = {}
        self.sealed = 0
        self.content: Any = None
        self.is_readable = True

    def understand(self, event: Event) -> None:
        """Read what an event says of money, and add it up."""
        self.content, self.is_readable, self.signing.said = None, True, NOT_ABOUT_IT
        known = event.topic in KNOWN
        if not known and b'"lines"' not in event.body and b"\\" not in event.body:
            return
        try:
            content = _decoder.decode(event.body.decode("utf-8"))
            if type(content) is dict:
                self.totals.add(event, content)
                self.signing.read(event, content)
                self._name(event.topic, content)
                self.content = content
            else:
                self.is_readable = not known
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            self.is_readable = False

    def _name(self, topic: str, content: dict[str, Any]) -> None:
        if topic in NAMING_TOPICS:
            self.code = _text(content.get("code", self.code))
            self.name = _text(content.get("name", self.name))

    def take(self, event: Event) -> None:
        """Go on to the next event, whatever was wrong with this one."""
        self.count += 1
        self.hash = event.hash
        self.recorded_at = event.recorded_at
        if self.begun_at is None:
            self.begun_at = event.recorded_at
        self.versions[event.stream] = event.version
        self.tree.add(event.digest)
        if self.count in self.wanted:
            self.wanted[self.count] = (event.hash, self.tree.root(), event.recorded_at)


class Totals:
    """Money rebuilt from the events, all in fen."""

    def __init__(self) -> None:
        self.turnover: dict[tuple[int, str, str], list[int]] = {}
        self.dues: Counter[int] = Counter()
        self.aid: dict[int, list[int]] = {}
        self.condolences: dict[int, list[int]] = {}
        self.stated = 0

    def add(self, event: Event, content: dict[str, Any]) -> None:
        """Add what one event moved; raises KeyError, TypeError or ValueError when it cannot be read."""
        topic = event.topic
        lines = content.get("lines")
        if lines:
            opening = topic in MARKED_TOPICS and content.get("kind") == "opening"
            red = topic.endswith(RED_SUFFIXES) and topic not in RED_NO_MORE
            self._post(int(event.occurred_on[:4]), lines, opening=opening, red=red)
        sign = DUES_SIGNS.get(topic)
        if sign is not None:
            if not _YEAR_MONTH.match(content["dues_month"]):
                raise ValueError("no month")
            self.dues[int(content["dues_month"][:4])] += sign * _fen(content["amount_fen"])
        self.stated += topic in AMOUNT_TOPICS
        for signs, totals in ((AID_SIGNS, self.aid), (CONDOLENCE_SIGNS, self.condolences)):
            sign = signs.get(topic)
            if sign is not None:
                row = totals.setdefault(int(event.occurred_on[:4]), [0, 0])
                row[0] += sign
                row[1] += sign * _fen(content["amount_fen"])

    def _post(self, year: int, lines: list[Any], *, opening: bool, red: bool) -> None:
        for line in lines:
            fen = _fen(line["fen"])
            place = (year, _text(line["fund"]), _text(line["account"]))
            row = self.turnover.get(place)
            if row is None:
                row = self.turnover[place] = [0, 0, 0]
            if opening:
                row[0] += fen
            elif (fen > 0) is not red:
                row[1] += fen
            else:
                row[2] -= fen

    def trial_balances(self) -> dict[int, dict[tuple[str, str], tuple[int, int, int, int]]]:
        """By year, fund and account: what stood before (opening balances with it), debit, credit, after."""
        years = sorted({year for year, _, _ in self.turnover})
        found: dict[int, dict[tuple[str, str], tuple[int, int, int, int]]] = {}
        standing: dict[tuple[str, str], int] = {}
        for year in years:
            moved = {
                (fund, account): row
                for (when, fund, account), row in self.turnover.items()
                if when == year
            }
            rows = {}
            for place in sorted(set(standing) | set(moved)):
                opening, debit, credit = moved.get(place, (0, 0, 0))
                before = standing.get(place, 0) + opening
                standing[place] = before + debit - credit
                rows[place] = (before, debit, credit, standing[place])
            found[year] = rows
        return found


def _fen(value: Any) -> int:
    if type(value) is not int or abs(value) >= MOST_FEN:
        raise ValueError("an amount is a whole number of fen")
    return value


def _text(value: Any) -> str:
    if type(value) is not str:
        raise ValueError("no text")
    return value


class Signing:
    """Who signed which step of a matter: in one matter all of them, and who receives, are different people.

    Sources: 会计法 art. 25 and 35. `said` is what the newest event comes to. An officer is the member it was
    recorded as up to then, otherwise only a number of its own.
    """

    def __init__(self) -> None:
        self.members: dict[str, str] = {}
        self.hands: dict[bytes, dict[str, str]] = {}
        self.recipients: dict[bytes, frozenset[str]] = {}
        self.kinds: dict[bytes, str] = {}
        self.said: Optional[str] = NOT_ABOUT_IT
        self.checked = 0
        self.on_paper = 0

    def read(self, event: Event, content: dict[str, Any]) -> None:
        """Note who signs in an event, and tell whether it may be; raises KeyError, TypeError or ValueError."""
        topic, package = event.topic, event.topic.partition(".")[0]
        if topic in ("union.officer_recorded", "federation.officer_recorded"):
            if content.get("member_id") is not None:
                self.members[_text(content["officer_id"])] = _text(content["member_id"])
        elif topic in SIGNED_BY_TWO:
            one, other, receives = SIGNED_BY_TWO[topic]
            signing = [content.get(one), content.get(other)]
            if signing.count(None) == 2:
                self.on_paper += 1
            else:
                self._say(signing, _these(content.get(receives)))
        elif package in _STEPS:
            _STEPS[package](self, event.stream, topic.partition(".")[2], content)

    def _say(self, signing: Iterable[Any], recipients: frozenset[str]) -> None:
        people = [self.members.get(_text(one), one) for one in signing if one is not None]
        apart = len(set(people)) == len(people) and recipients.isdisjoint(people)
        self.said = None if apart else "signed_by_one_person_twice"
        self.checked += 1

    def _all(self, stream: bytes, *roles: str) -> None:
        hands = self.hands.get(stream, {})
        self._say([hands.get(role) for role in roles], self.recipients.get(stream, frozenset()))

    def _sign(self, stream: bytes, role: str, officer: Any) -> None:
        if officer is not None:
            self.hands.setdefault(stream, {})[role] = _text(officer)

    def aid(self, stream: bytes, step: str, content: dict[str, Any]) -> None:
        """A case: asked for, reviewed, approved, paid, to its beneficiary."""
        if step == "requested":
            self.hands[stream] = {}
        if step in ("requested", "approved"):
            self.recipients[stream] = _these(content["beneficiary_id"])
        for role in _ROLES:
            self._sign(stream, role, content.get(role))
        if step == "paid":
            if content.get("cashier_id") is None:
                self.on_paper += 1
                return
            self.recipients[stream] = _these(content["recipient_id"])
            self._all(stream, *_ROLES)
            del self.hands[stream]["cashier_id"]
        elif step == "approved" and content.get("approver_id") is None:
            self.on_paper += 1
            self._all(stream, *_ROLES)
        elif step in ("requested", "reviewed", "approved", "rejected"):
            self._all(stream, *_ROLES)

    def list_paid(self, stream: bytes, step: str, content: dict[str, Any]) -> None:
        """A pay list: drawn up, reviewed, approved, paid; nobody who signs is on it."""
        if step == "drafted":
            self.hands[stream] = {}
            paid = [_text(item["recipient_id"]) for item in content["items"]]
            self.recipients[stream] = frozenset(paid)
        elif step in ("draft_returned", "discarded"):
            self.hands.pop(stream, None)
            return
        if step in ("drafted", "reviewed", "approved", "paid"):
            for role in _ROLES:
                self._sign(stream, role, content.get(role))
            self._all(stream, *_ROLES)

    def voucher(self, stream: bytes, step: str, content: dict[str, Any]) -> None:
        """A voucher: drawn up, reviewed, approved, posted; what is sent back is signed anew."""
        if step in ("drafted", "revised"):
            self.hands[stream] = {}
            self._sign(stream, "handler_id", content["handler_id"])
            if step == "drafted":
                self.kinds[stream] = _text(content["kind"])
        elif step == "returned":
            handler = self.hands.get(stream, {}).get("handler_id")
            self._say([handler, content["returned_by"]], frozenset())
            self.hands[stream] = {}
            self._sign(stream, "handler_id", handler)
        elif step in ("reviewed", "approved"):
            for role in _ROLES:
                self._sign(stream, role, content.get(role))
            self._all(stream, *_ROLES)
        elif step == "posted":
            self._sign(stream, "posted_by", content["posted_by"])
            books = self.kinds.get(stream, content["kind"]) in BOOKKEEPING
            roles = _ROLES[1:] if books else _ROLES
            self._all(stream, *roles, "posted_by")

    def condolence(self, stream: bytes, step: str, content: dict[str, Any]) -> None:
        """A condolence: asked for, decided, handed over; one without a request was taken over from paper."""
        if step == "requested":
            self.hands[stream] = {}
            self.recipients[stream] = _these(content["member_id"])
        if step == "recorded":
            if not self.hands.get(stream):
                self.on_paper += 1
                return
            self._sign(stream, "deliverer_id", content.get("deliverer_id"))
        elif step not in ("requested", "approved", "rejected"):
            return
        for role in _ROLES:
            self._sign(stream, role, content.get(role))
        self._all(stream, *_ROLES, "deliverer_id")


_ROLES = ("handler_id", "reviewer_id", "approver_id", "cashier_id")
_STEPS: dict[str, Callable[[Signing, bytes, str, dict[str, Any]], None]] = {
    "aid_case": Signing.aid,
    "pay_batch": Signing.list_paid,
    "voucher": Signing.voucher,
    "condolence": Signing.condolence,
}


def _these(member: Any) -> frozenset[str]:
    return frozenset() if member is None else frozenset((_text(member),))


EventCheck = Callable[[Log, Event], Optional[str]]
"""Returns the kind of fault, None when the event is good, or that the check is not about this event."""


def check_positions(log: Log, event: Event) -> Optional[str]:
    return None if event.position == log.count + 1 else "position_gap"


def check_digest(log: Log, event: Event) -> Optional[str]:
    try:
        return None if digest_of(log.union, event) == event.digest else "digest_differs"
    except (struct.error, ValueError, OverflowError):
        return "not_representable"


def check_genesis(log: Log, event: Event) -> Optional[str]:
    if log.count:
        return NOT_ABOUT_IT
    return None if inner(log.start, event.digest) == event.hash else "charter_differs"


def check_link(log: Log, event: Event) -> Optional[str]:
    if not log.count:
        return NOT_ABOUT_IT
    return None if inner(log.hash, event.digest) == event.hash else "hash_differs"


def check_moments(log: Log, event: Event) -> Optional[str]:
    return (
        None
        if log.recorded_at is None or event.recorded_at >= log.recorded_at
        else "time_goes_back"
    )


def check_stream_versions(log: Log, event: Event) -> Optional[str]:
    before = log.versions.get(event.stream)
    good = event.version in (0, 1) if before is None else event.version == before + 1
    return None if good else "version_gap"


def check_body(log: Log, event: Event) -> Optional[str]:
    return None if log.is_readable else "body_unreadable"


def check_balance(log: Log, event: Event) -> Optional[str]:
    lines = log.content.get("lines") if log.content else None
    if not lines:
        return NOT_ABOUT_IT
    sums: Counter[str] = Counter()
    for line in lines:
        sums[line["fund"]] += line["fen"]
    return "lines_unbalanced" if any(sums.values()) else None


def check_amounts(log: Log, event: Event) -> Optional[str]:
    """What an event says was received or paid is what its lines move."""
    if event.topic not in AMOUNT_TOPICS or log.content is None:
        return NOT_ABOUT_IT
    moved = sum(line["fen"] for line in log.content.get("lines") or () if line["fen"] > 0)
    return None if moved == log.content["amount_fen"] else "amount_differs_from_lines"


def check_separation(log: Log, event: Event) -> Optional[str]:
    return log.signing.said


def check_topics(log: Log, event: Event) -> Optional[str]:
    if event.topic in KNOWN and event.schema_version == 1:
        return None
    log.unknown[f"{_shown(event.topic)}/{event.schema_version}"] += 1
    return "unknown"


def check_catalogue(log: Log, event: Event) -> Optional[str]:
    return None if (event.topic, event.schema_version) in log.catalogue else "not_in_catalogue"


EVENT_CHECKS: dict[str, EventCheck] = {
    "positions": check_positions,
    "digest": check_digest,
    "genesis": check_genesis,
    "link": check_link,
    "moments": check_moments,
    "stream_versions": check_stream_versions,
    "body": check_body,
    "balance": check_balance,
    "amounts": check_amounts,
    "separation": check_separation,
    "topics": check_topics,
    "catalogue": check_catalogue,
}
"""Carried out on every event, in this order."""


# The bundle


class Bundle:
    """One zip: every file is read once, and hashed while it is read."""

    def __init__(self, path: str) -> None:
        try:
            self.zip = zipfile.ZipFile(path)
            self.entries = self.zip.infolist()
        except (
            OSError,
            zipfile.BadZipFile,
            ValueError,
            NotImplementedError,
            struct.error,
            RuntimeError,
        ):
            raise Unreadable("zip") from None
        self.names = [entry.filename for entry in self.entries]
        self.read: dict[str, tuple[str, int]] = {}
        self.report = Report(path)
        self.wishes = Wishes()
        self.index: dict[str, Any] = {}
        self.listed: dict[str, tuple[str, int]] = {}
        self.index_note: Optional[Signed] = None
        self.index_digest = ""
        self.union_file: dict[str, Any] = {}
        self.keys: list[Key] = []
        self.witnesses: list[Key] = []
        self.cosigned: list[Key] = []
        self.note = b""
        self.proof: Optional[UnionProof] = None
        self.held: dict[int, HeldProof] = {}
        self.log = Log(b"", b"", ())
        self.claims: dict[str, Any] = {}
        self.attachments: list[Any] = []

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield the lines of a file without their newlines; raises Unreadable."""
        digest, size = hashlib.sha256(), 0
        try:
            with self.zip.open(name) as file:
                while True:
                    line = file.readline(MOST_LINE_BYTES)
                    if not line:
                        break
                    digest.update(line)
                    size += len(line)
                    if not line.endswith(b"\n"):
                        raise Unreadable(name)
                    yield line[:-1]
        except KeyError:
            raise Unreadable(name) from None
        except _ZIP_FAULTS:
            raise Unreadable(name) from None
        self.read[name] = (digest.hexdigest(), size)

    def bytes_of(self, name: str, most: int = MOST_SMALL_BYTES) -> bytes:
        """Return a whole file; raises Unreadable."""
        try:
            with self.zip.open(name) as file:
                raw = file.read(most + 1)
        except KeyError:
            raise Unreadable(name) from None
        except _ZIP_FAULTS:
            raise Unreadable(name) from None
        if len(raw) > most:
            raise Unreadable(name)
        self.read[name] = (hashlib.sha256(raw).hexdigest(), len(raw))
        return raw


_ZIP_FAULTS = (
    OSError,
    ValueError,
    RuntimeError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
)
"""What reading a damaged archive raises."""
Found = tuple[Optional[str], Optional[int]]
"""What a check says of one thing it looked at: the kind of fault or None, and a position if there is one."""
GOOD: Found = (None, None)
BundleCheck = Callable[[Bundle], Iterator[Found]]


def _says(good: bool, kind: str, position: Optional[int] = None) -> Found:
    return GOOD if good else (kind, position)


def check_container(bundle: Bundle) -> Iterator[Found]:
    total = sum(entry.file_size for entry in bundle.entries)
    yield _says(len(bundle.entries) <= MOST_FILES and total <= MOST_BYTES, "too_large")
    yield _says(len(set(bundle.names)) == len(bundle.names), "name_twice")
    for entry in bundle.entries:
        sparse = entry.file_size > RATIO_FREE_BYTES and entry.file_size > MOST_RATIO * max(
            entry.compress_size, 1
        )
        fine = _FILE_NAME.match(entry.filename) and ".." not in entry.filename and not sparse
        plain = (
            entry.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
            and not entry.flag_bits & 1
        )
        yield _says(bool(fine) and plain, "entry_unsafe")
    yield _says(_has_nothing_else(bundle), "bytes_of_no_entry")


def _has_nothing_else(bundle: Bundle) -> bool:
    """Tell whether the archive is its entries one after the other, their directory and its end, and no more."""
    file, at = bundle.zip.fp, 0
    spare: tuple[int, ...] = (0,)
    if file is None:
        return False
    try:
        for entry in sorted(bundle.entries, key=lambda one: one.header_offset):
            if entry.header_offset - at not in spare:
                return False
            file.seek(entry.header_offset)
            named, extra = struct.unpack("<26xHH", file.read(30))
            at = entry.header_offset + 30 + named + extra + entry.compress_size
            spare = DESCRIPTORS if entry.flag_bits & 8 else (0,)
        length = file.seek(0, os.SEEK_END)
        file.seek(max(length - 42, 0))
        tail = file.read()
        size, comment = struct.unpack("<12xL4xH", tail[-22:])
        ends_at = length - 22
        if tail[:4] == b"PK\x06\x07":
            ends_at -= 76
            file.seek(ends_at)
            (size,) = struct.unpack("<40xQ8x", file.read(56))
    except (OSError, ValueError, OverflowError, struct.error):
        return False
    begin = bundle.zip.start_dir
    is_end = tail[-22:-18] == b"PK\x05\x06" and not comment
    return is_end and begin - at in spare and begin + size == ends_at


DESCRIPTORS = (12, 16, 20, 24)
"""Bytes that may follow an entry whose writer could not go back to its head."""


def check_index_signature(bundle: Bundle) -> Iterator[Found]:
    note = bundle.index_note
    if note is None:
        yield ("index_note_unreadable", None)
        return
    yield _says(note.text == _index_text(bundle), "index_differs")
    yield from _signed_by(note, bundle.keys[:1])
    named = {(key.name, key.hint): key for key in bundle.keys}
    for name, hint, signature in note.lines:
        key = named.get((name, hint))
        good = key is not None and (key == bundle.keys[0] or line_holds(key, note.text, signature))
        yield _says(good, "signature_of_another")


def _index_text(bundle: Bundle) -> str:
    union = bundle.union_file.get("union_id", "")
    return f"{bundle.keys[0].name}/bundle\n{union}\n{bundle.index_digest}\n"


def _signed_by(note: Signed, keys: list[Key]) -> Iterator[Found]:
    """Each of these keys has signed, and every one of its lines is good."""
    for key in keys:
        lines = [
            signature
            for name, hint, signature in note.lines
            if (name, hint) == (key.name, key.hint)
        ]
        yield _says(bool(lines), "signature_missing")
        for signature in lines:
            yield _says(line_holds(key, note.text, signature), "signature_wrong")


def check_index_complete(bundle: Bundle) -> Iterator[Found]:
    there = set(bundle.names) - {INDEX, INDEX_NOTE}
    for name in sorted(there | set(bundle.listed) | set(FIXED_FILES)):
        yield _says(name in there and name in bundle.listed, "file_missing_or_not_listed")


def check_index_files(bundle: Bundle) -> Iterator[Found]:
    for name, told in sorted(bundle.listed.items()):
        yield _says(bundle.read.get(name) == told, "file_differs: " + _shown(name))


def check_identity(bundle: Bundle) -> Iterator[Found]:
    proof, index = bundle.proof, bundle.index
    if proof is None:
        yield ("proof_unreadable", None)
        return
    union = bundle.union_file.get("union_id")
    yield _says(proof.union == union == index.get("union_id"), "another_union")
    yield _says(proof.raw_note == bundle.note, "another_checkpoint")
    told = {"size": proof.anchor.size, "root": proof.anchor.root.hex()}
    yield _says(index.get("checkpoint") == told, "another_checkpoint")
    yield _says(index.get("position") == proof.head.position, "another_position")
    yield _says(index.get("held") == sorted(bundle.held), "other_checkpoints_held")
    yield _says(all(key.name == proof.anchor.origin for key in bundle.keys), "another_origin")
    yield _says(bundle.claims.get("position") == proof.head.position, "claims_of_another_position")


def check_log_signature(bundle: Bundle) -> Iterator[Found]:
    if bundle.proof is not None:
        yield from _signed_by(bundle.proof.signed, bundle.keys)


def check_cosignatures(bundle: Bundle) -> Iterator[Found]:
    """Each witness's lines under its own key; a witness who is the log itself attests nothing."""
    if bundle.proof is None:
        return
    own = {key.raw for key in bundle.keys}
    for key in bundle.witnesses:
        if key.raw in own:
            yield ("witness_is_the_log", None)
            continue
        good = _lines_that_hold(key, bundle.proof.signed)
        if good and all(good):
            bundle.cosigned.append(key)
        yield from (_says(one, "cosignature_wrong") for one in good)


def _lines_that_hold(key: Key, note: Signed) -> list[bool]:
    """For every line that names a key, whether it is good."""
    return [
        line_holds(key, note.text, signature)
        for name, hint, signature in note.lines
        if (name, hint) == (key.name, key.hint)
    ]


def check_census_inclusion(bundle: Bundle) -> Iterator[Found]:
    if bundle.proof is not None:
        anchor, census = bundle.proof.anchor, bundle.proof.census
        good = included(census.leaf(), anchor.size - 1, anchor.size, anchor.root, census.path)
        yield _says(good, "census_not_included")


def _union_bytes(union: str) -> bytes:
    return bytes.fromhex(union.replace("-", ""))


def check_head_inclusion(bundle: Bundle) -> Iterator[Found]:
    if bundle.proof is not None:
        census, head = bundle.proof.census, bundle.proof.head
        good = head.is_in(census.heads_root, _union_bytes(bundle.proof.union))
        yield _says(good, "head_not_included")


def check_census_number(bundle: Bundle) -> Iterator[Found]:
    if bundle.proof is not None:
        yield _says(bundle.proof.census.number == bundle.proof.anchor.size, "census_number_differs")


def check_census_moment(bundle: Bundle) -> Iterator[Found]:
    """Nothing is counted before it was recorded, neither now nor under a checkpoint held."""
    if bundle.proof is None:
        return
    log = bundle.log
    good = log.recorded_at is None or log.recorded_at <= bundle.proof.census.taken_at
    yield _says(good, "recorded_after_the_census", log.count)
    for held in bundle.held.values():
        if held.head is not None and held.head.position in log.wanted:
            found = log.wanted[held.head.position]
            good = found[2] <= held.census.taken_at
            yield _says(good, "recorded_after_the_census", held.head.position)


def check_naming(bundle: Bundle) -> Iterator[Found]:
    """What the bundle calls the union is what its events do."""
    for name, found in (("code", bundle.log.code), ("name", bundle.log.name)):
        yield _says(bundle.union_file.get(name) == found, name + "_differs")


def check_head_position(bundle: Bundle) -> Iterator[Found]:
    if bundle.proof is not None:
        told, found = bundle.proof.head.position, bundle.log.count
        yield _says(told == found, "head_position_differs", min(told, found) + 1)


def check_head_hash(bundle: Bundle) -> Iterator[Found]:
    if bundle.proof is not None:
        found = bundle.log.hash if bundle.log.count else bundle.log.start
        yield _says(found == bundle.proof.head.hash, "head_hash_differs", bundle.log.count)


def check_root(bundle: Bundle) -> Iterator[Found]:
    if bundle.proof is not None:
        yield _says(
            bundle.log.tree.root() == bundle.proof.head.root, "root_differs", bundle.log.count
        )


def check_attachments(bundle: Bundle) -> Iterator[Found]:
    told: dict[str, list[int]] = {}
    for one in bundle.attachments:
        if not isinstance(one, dict) or not isinstance(one.get("sha256"), str):
            yield ("attachment_unreadable", None)
            return
        told[one["sha256"]] = one.get("positions", [])
    yield _says(len(told) == len(bundle.attachments), "attachment_twice")
    for digest in sorted(set(told) | set(bundle.log.attachments)):
        named = bundle.log.attachments.get(digest, [])
        where = named[0] if named else None
        yield _says(told.get(digest) == named, "attachment_not_as_named", where)


def check_attachments_content(bundle: Bundle) -> Iterator[Found]:
    """Files in the folder are known by their contents, or by their name when that is a digest."""
    folder = bundle.wishes.attachments
    if folder is None:
        return
    found = set()
    for place, _, names in os.walk(folder):
        for name in sorted(names):
            digest = _file_digest(os.path.join(place, name))
            found.add(digest)
            stem = name.split(".", 1)[0].lower()
            if _HEX64.match(stem) and stem in bundle.log.attachments:
                yield _says(stem == digest, "attachment_differs", bundle.log.attachments[stem][0])
    yield from (GOOD for digest in bundle.log.attachments if digest in found)
    missing = [digest for digest in bundle.log.attachments if digest not in found]
    if missing:
        bundle.report.leave("attachment_missing", "", len(missing))


def _file_digest(path: str) -> str:
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            for piece in iter(lambda: file.read(1 << 20), b""):
                digest.update(piece)
    except OSError:
        return ""
    return digest.hexdigest()


def check_trial_balance(bundle: Bundle) -> Iterator[Found]:
    rebuilt = bundle.log.totals.trial_balances()
    told: dict[int, Any] = {}
    for claim in list_of(bundle.claims, "trial_balances"):
        rows = {}
        for row in list_of(claim, "rows"):
            place = (text_of(row, "fund"), text_of(row, "account"))
            if place in rows:
                raise Unreadable("claims")
            rows[place] = tuple(_fen(row.get(name)) for name in TRIAL_COLUMNS)
        year = whole(claim, "year")
        if year in told or _span_of(claim) != (f"{year:04}-01-01", f"{year:04}-12-31"):
            raise Unreadable("claims")
        told[year] = rows
    for year in sorted(set(told) | set(rebuilt)):
        theirs, ours = told.get(year, {}), rebuilt.get(year, {})
        if not theirs and not ours:
            yield GOOD
        for place in sorted(set(theirs) | set(ours)):
            zero = (0, 0, 0, 0)
            good = theirs.get(place, zero) == ours.get(place, zero)
            yield _says(good, "trial_balance_differs: {} {} {}".format(year, *map(_shown, place)))
    if not told and not rebuilt:
        yield GOOD


def _span_of(claim: Any) -> tuple[str, str]:
    return (text_of(claim, "from"), text_of(claim, "as_of"))


LAST_DAY = "9999-12-31"
"""Dues are those of a year's months, whenever they came in."""
TRIAL_COLUMNS = ("before_fen", "debit_fen", "credit_fen", "after_fen")


def _yearly(
    claims: Any, name: str, columns: tuple[str, ...], ours: dict[int, tuple[int, ...]]
) -> Iterator[Found]:
    told: dict[int, tuple[int, ...]] = {}
    for row in list_of(claims, name):
        year = whole(row, "year")
        as_of = LAST_DAY if name == "dues" else f"{year:04}-12-31"
        if year in told or text_of(row, "as_of") != as_of:
            raise Unreadable("claims")
        told[year] = tuple(_fen(row.get(column)) for column in columns)
    zero = (0,) * len(columns)
    for year in sorted(set(told) | set(ours)):
        yield _says(told.get(year, zero) == ours.get(year, zero), f"{name}_differ: {year}")
    if not told and not ours:
        yield GOOD


def check_dues_totals(bundle: Bundle) -> Iterator[Found]:
    ours: dict[int, tuple[int, ...]] = {
        year: (fen,) for year, fen in bundle.log.totals.dues.items()
    }
    return _yearly(bundle.claims, "dues", ("received_fen",), ours)


def check_aid_totals(bundle: Bundle) -> Iterator[Found]:
    ours = {year: tuple(row) for year, row in bundle.log.totals.aid.items()}
    return _yearly(bundle.claims, "aid", ("payments", "amount_fen"), ours)


def check_condolence_totals(bundle: Bundle) -> Iterator[Found]:
    ours = {year: tuple(row) for year, row in bundle.log.totals.condolences.items()}
    return _yearly(bundle.claims, "condolences", ("payments", "amount_fen"), ours)


def check_held_signature(bundle: Bundle) -> Iterator[Found]:
    """By the log's Ed25519 key; by its SM2 key where there is a line of it: that key may be younger."""
    for held in bundle.wishes.held:
        if held.signed is not None:
            yield from _signed_by_log(held.signed, bundle.keys)


def _signed_by_log(note: Signed, keys: list[Key]) -> Iterator[Found]:
    for number, key in enumerate(keys):
        good = _lines_that_hold(key, note)
        if number == 0:
            yield _says(bool(good), "signed_with_another_key_than_the_logs")
        yield from (_says(one, "signature_wrong") for one in good)


def check_held_given(bundle: Bundle) -> Iterator[Found]:
    if bundle.proof is None:
        return
    anchor = bundle.proof.anchor
    for held in bundle.wishes.held:
        proof = bundle.held.get(held.size)
        if held.origin is not None:
            yield _says(held.origin == anchor.origin, "held_of_another_log")
        if held.size == anchor.size:
            yield _says(anchor.root.hex().startswith(held.root_begins), "other_root_than_held")
        elif held.size > anchor.size:
            bundle.report.leave("held_ahead", str(held.size))
        elif proof is None:
            bundle.report.leave("held_without_proof", str(held.size))
        else:
            yield _says(proof.root.hex().startswith(held.root_begins), "other_root_than_held")


def check_held_consistency(bundle: Bundle) -> Iterator[Found]:
    for held in bundle.held.values():
        anchor = bundle.proof.anchor if bundle.proof else Anchor("", 0, b"")
        good = consistent(held.size, held.root, anchor.size, anchor.root, held.consistency)
        yield _says(good, "not_consistent_with_held")


def check_held_census(bundle: Bundle) -> Iterator[Found]:
    for held in bundle.held.values():
        leaf, path = held.census.leaf(), held.census.path
        good = held.census.number == held.size and included(
            leaf, held.size - 1, held.size, held.root, path
        )
        yield _says(good, "held_census_not_included")


def check_held_head(bundle: Bundle) -> Iterator[Found]:
    """A union has one place among the heads: there stood its head then, or it was not counted."""
    if bundle.proof is None:
        return
    union = _union_bytes(bundle.proof.union)
    for held in bundle.held.values():
        root = held.census.heads_root
        if held.head is not None:
            good = held.head.is_in(root, union)
            yield _says(good, "held_head_not_included", held.head.position)
        elif held.absence is not None:
            yield _says(held.absence.is_from(root, union), "held_head_left_out")


def check_held_log(bundle: Bundle) -> Iterator[Found]:
    for held in bundle.held.values():
        if held.head is not None:
            told = (held.head.hash, held.head.root)
            position = held.head.position
            found = (
                bundle.log.wanted[position][:2]
                if position
                else (bundle.log.start, Growing().root())
            )
            yield _says(found == told, "history_rewritten", position)


def check_receipts(bundle: Bundle) -> Iterator[Found]:
    for receipt in bundle.wishes.receipts:
        if receipt.position > bundle.log.count:
            bundle.report.leave("receipt_ahead", str(receipt.position))
            continue
        found = bundle.log.wanted[receipt.position][0].hex()
        yield _says(found.startswith(receipt.hash_begins), "receipt_differs", receipt.position)


BUNDLE_CHECKS: dict[str, BundleCheck] = {
    "container": check_container,
    "index_signature": check_index_signature,
    "log_signature": check_log_signature,
    "cosignatures": check_cosignatures,
    "census_number": check_census_number,
    "census_moment": check_census_moment,
    "naming": check_naming,
    "census_inclusion": check_census_inclusion,
    "head_inclusion": check_head_inclusion,
    "head_position": check_head_position,
    "head_hash": check_head_hash,
    "root": check_root,
    "held_signature": check_held_signature,
    "held_given": check_held_given,
    "held_consistency": check_held_consistency,
    "held_census": check_held_census,
    "held_head": check_held_head,
    "held_log": check_held_log,
    "receipts": check_receipts,
    "attachments": check_attachments,
    "attachments_content": check_attachments_content,
    "trial_balance": check_trial_balance,
    "dues_totals": check_dues_totals,
    "aid_totals": check_aid_totals,
    "condolence_totals": check_condolence_totals,
    "identity": check_identity,
    "index_complete": check_index_complete,
    "index_files": check_index_files,
}
"""Carried out on the bundle as a whole: `container` before anything is read, the others after all of it."""


def verify_bundle(path: str, wishes: Wishes) -> Report:
    """Check one bundle; raises Unreadable when it is no zip."""
    bundle = Bundle(path)
    bundle.wishes = wishes
    with bundle.zip:
        _carry_out(bundle, "container")
        if bundle.report.failed:
            return bundle.report
        try:
            _read_small_files(bundle)
            _read_events(bundle)
            _read_other_files(bundle)
        except Unreadable as fault:
            bundle.report.fail(
                "readable", "unreadable: " + _shown(str(fault)), bundle.log.count or None
            )
            return bundle.report
    for name in BUNDLE_CHECKS:
        if name != "container":
            _carry_out(bundle, name)
    _say_what_is_open(bundle)
    for name in sorted(ALWAYS):
        if (
            not bundle.report.covered[name]
            and not bundle.report.failed[name]
            and not _nothing_there(bundle, name)
        ):
            bundle.report.fail("complete", name)
    return bundle.report


def _nothing_there(bundle: Bundle, name: str) -> bool:
    """A check of single events is not carried out where there are none of the kind it is about."""
    about = {
        "link": bundle.log.count > 1,
        "balance": bool(bundle.log.totals.turnover),
        "amounts": bundle.log.totals.stated > 0,
        "separation": bundle.log.signing.checked > 0,
        "topics": sum(bundle.log.unknown.values()) < bundle.log.count,
    }
    return name in EVENT_CHECKS and not about.get(name, bundle.log.count > 0)


def _carry_out(bundle: Bundle, name: str) -> None:
    try:
        for kind, position in BUNDLE_CHECKS[name](bundle):
            if kind is None:
                bundle.report.covered[name] += 1
            else:
                bundle.report.fail(name, kind, position)
    except (Unreadable, ValueError, TypeError, LookupError, AttributeError, struct.error) as fault:
        bundle.report.fail(name, "unreadable: " + _shown(str(fault)))


def _read_small_files(bundle: Bundle) -> None:
    raw = bundle.bytes_of(INDEX)
    bundle.index_digest = bundle.read[INDEX][0]
    bundle.index = read_document(raw, "index")
    for one in list_of(bundle.index, "files"):
        name = text_of(one, "name")
        if name in bundle.listed:
            raise Unreadable(INDEX)
        bundle.listed[name] = (text_of(one, "sha256"), whole(one, "bytes"))
    bundle.index_note = read_signed(bundle.bytes_of(INDEX_NOTE, MOST_NOTE_BYTES))
    union = bundle.union_file = read_document(bundle.bytes_of("union.json"), "union")
    bundle.report.union = union_of(union)
    _choose_keys(bundle)
    bundle.note = bundle.bytes_of("checkpoint.note", MOST_NOTE_BYTES)
    bundle.proof = read_union_proof(read_document(bundle.bytes_of("proof.json"), "proof"))
    for name in sorted(bundle.names):
        if name.startswith("held/"):
            held = read_held_proof(bundle.bytes_of(name))
            if name != f"held/{held.size}.json":
                raise Unreadable(name)
            bundle.held[held.size] = held
    catalogue = list_of(read_document(bundle.bytes_of("catalogue.json"), "catalogue"), "events")
    topics = [(text_of(one, "topic"), whole(one, "schema_version")) for one in catalogue]
    charter = plain_base64(text_of(union, "charter"))
    bundle.log = Log(bytes.fromhex(union["union_id"].replace("-", "")), charter, topics)
    wanted = [held.head.position for held in bundle.held.values() if held.head is not None]
    wanted.extend(receipt.position for receipt in bundle.wishes.receipts)
    bundle.log.wanted = {position: (b"", b"", 0) for position in wanted if position}


def _choose_keys(bundle: Bundle) -> None:
    """Keys given from outside replace those the bundle names; only the SM2 key may then come from it.

    Four bytes name a key in a note: no key of the bundle may go by those of a witness given from outside.
    """
    named = [read_key(text) for text in list_of(bundle.union_file, "log_keys")]
    witnesses = [read_key(text) for text in list_of(bundle.union_file, "witness_keys")]
    if any(key.kind == COSIGNATURE for key in named) or any(
        key.kind != COSIGNATURE for key in witnesses
    ):
        raise Unreadable("union.json")
    given = bundle.wishes.key
    if given is not None:
        named = [given] + [key for key in named if key.kind != given.kind]
    if not any(key.kind in (ED25519, SM2) for key in named):
        raise Unreadable("union.json")
    outside = {(key.name, key.hint) for key in bundle.wishes.witnesses}
    bundle.keys = sorted(named, key=lambda key: key.kind != ED25519)
    bundle.witnesses = list(bundle.wishes.witnesses) + [
        key for key in witnesses if (key.name, key.hint) not in outside
    ]


def _read_events(bundle: Bundle) -> None:
    log, checks = bundle.log, list(EVENT_CHECKS.items())
    good = dict.fromkeys(EVENT_CHECKS, 0)
    for line in bundle.lines("events.jsonl"):
        event = read_event(line)
        log.understand(event)
        for name, check in checks:
            fault = check(log, event)
            if fault is None:
                good[name] += 1
            elif fault and name != "topics":
                bundle.report.fail(name, fault, log.count + 1)
        _note_papers(log, event)
        log.take(event)
    bundle.report.covered.update({name: count for name, count in good.items() if count})


def _note_papers(log: Log, event: Event) -> None:
    """Keep which attachments an event names, and count the events with something sealed in them."""
    body = event.body
    if b'"box":' in body:
        log.sealed += 1
    if not _MAY_NAME_ATTACHMENT.search(body.decode("utf-8", "replace")):
        return
    try:
        content = log.content if log.content is not None else json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        return
    fields = ATTACHMENT_FIELDS | ATTACHMENT_FIELDS_OF.get(event.topic, frozenset())
    for digest in sorted(set(_papers_in(content, fields))):
        log.attachments.setdefault(digest, []).append(log.count + 1)


def _papers_in(value: Any, fields: frozenset[str]) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            if name in fields and isinstance(part, str) and _HEX64.match(part):
                yield part
            else:
                yield from _papers_in(part, fields)
    elif isinstance(value, list):
        for part in value:
            yield from _papers_in(part, fields)


def _read_other_files(bundle: Bundle) -> None:
    bundle.attachments = list_of(
        read_document(bundle.bytes_of("attachments.json"), "attachments"), "attachments"
    )
    bundle.claims = read_document(bundle.bytes_of("claims.json"), "claims")
    for name in bundle.names:
        if name not in bundle.read:
            bundle.bytes_of(name)


def _say_what_is_open(bundle: Bundle) -> None:
    report, wishes, proof, log = bundle.report, bundle.wishes, bundle.proof, bundle.log
    for key in bundle.keys:
        if wishes.key is None or key.text != wishes.key.text:
            report.leave("signer_identity", key.text)
    if proof is not None:
        _say_who_cosigned(report, wishes, proof, bundle)
    if not wishes.held and not wishes.receipts:
        report.leave("no_held")
    if log.attachments and wishes.attachments is None:
        report.leave("attachments_content", "", len(log.attachments))
    for topic, count in sorted(log.unknown.items()):
        report.leave("topics", topic, count)
    for held in bundle.held.values():
        if held.absence is not None and not _began_after(log, held.census):
            report.leave("held_absent", str(held.size))
    report.leave("separation")
    if log.signing.on_paper:
        report.leave("separation_on_paper", "", log.signing.on_paper)
    if log.sealed:
        report.leave("sealed", "", log.sealed)
    for name in sorted(set(bundle.listed) - set(FIXED_FILES)):
        if not name.startswith("held/"):
            report.leave("other_files", _shown(name))
    report.leave("later", str(log.count))
    report.leave("truth")
    report.facts.update(_facts(bundle))
    _keep_for_others(bundle)


def _began_after(log: Log, census: CensusAt) -> bool:
    return log.begun_at is not None and log.begun_at > census.taken_at


def _keep_for_others(bundle: Bundle) -> None:
    """Note what bundles that are checked together must agree in."""
    report, proof = bundle.report, bundle.proof
    report.hashes[bundle.log.count] = bundle.log.hash
    if proof is not None:
        report.origin = proof.anchor.origin
        report.signers = {key.kind: key.raw for key in bundle.keys}
        report.roots = {held.size: held.root for held in bundle.held.values()}
        report.roots[proof.anchor.size] = proof.anchor.root


def _say_who_cosigned(report: Report, wishes: Wishes, proof: UnionProof, bundle: Bundle) -> None:
    outside = {key.text for key in wishes.witnesses}
    for key in bundle.witnesses:
        if key.text in outside and key not in bundle.cosigned:
            report.leave("witness_missing", key.text)
    for key in bundle.cosigned:
        if key.text not in outside:
            report.leave("witness_identity", key.text)
    if not bundle.cosigned:
        report.leave("no_witness")
    signers = {(name, hint) for name, hint, _ in proof.signed.lines}
    unknown = signers - {(key.name, key.hint) for key in bundle.keys + bundle.witnesses}
    if unknown:
        report.leave("unknown_signatures", "", len(unknown))


def _facts(bundle: Bundle) -> dict[str, Any]:
    totals = bundle.log.totals
    facts: dict[str, Any] = {
        "code": _shown(bundle.log.code),
        "name": _shown(bundle.log.name),
        "events": bundle.log.count,
        "hash": bundle.log.hash.hex(),
        "root": bundle.log.tree.root().hex(),
        "trial_balances": [
            {
                "year": year,
                "fund": _shown(fund),
                "account": _shown(account),
                **dict(zip(TRIAL_COLUMNS, row)),
            }
            for year, rows in totals.trial_balances().items()
            for (fund, account), row in rows.items()
        ],
        "dues": [{"year": year, "received_fen": fen} for year, fen in sorted(totals.dues.items())],
        "aid": _counted(totals.aid),
        "condolences": _counted(totals.condolences),
    }
    if bundle.proof is not None:
        facts["checkpoint"] = _checkpoint_facts(bundle.proof)
    return facts


def _counted(totals: dict[int, list[int]]) -> list[dict[str, int]]:
    return [
        {"year": year, "payments": row[0], "amount_fen": row[1]}
        for year, row in sorted(totals.items())
    ]


def _checkpoint_facts(proof: UnionProof) -> dict[str, Any]:
    return {
        "origin": _shown(proof.anchor.origin),
        "size": proof.anchor.size,
        "root": proof.anchor.root.hex(),
        "short_code": f"{proof.anchor.size}-{proof.anchor.root.hex()[:SHORT_HEX]}",
        "census": proof.census.number,
        "taken_at": _instant(proof.census.taken_at),
    }


def _instant(moment: int) -> str:
    try:
        return (
            datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(microseconds=moment)
        ).isoformat()
    except OverflowError:
        return str(moment)


# A single proof


def verify_proof(path: str, wishes: Wishes) -> Report:
    """Check the proof of one event or of a union's head; raises Unreadable."""
    try:
        with open(path, "rb") as file:
            raw = file.read(MOST_SMALL_BYTES + 1)
    except OSError:
        raise Unreadable(path) from None
    if len(raw) > MOST_SMALL_BYTES:
        raise Unreadable(path)
    document = read_json(raw, "proof")
    if not isinstance(document, dict):
        raise Unreadable("proof")
    report = Report(path)
    is_event = document.get("format") == FORMATS["event"]
    inside = document.get("of") if is_event else document
    proof = read_union_proof(inside if isinstance(inside, dict) else {})
    report.union = proof.union
    _verify_union_proof(report, proof, wishes, is_event)
    report.origin, report.roots = proof.anchor.origin, {proof.anchor.size: proof.anchor.root}
    if wishes.key is not None:
        report.signers = {wishes.key.kind: wishes.key.raw}
    report.hashes = {proof.head.position: proof.head.hash}
    if is_event:
        _verify_event(report, document, proof)
    for receipt in wishes.receipts:
        if receipt.position not in report.hashes:
            report.leave("receipt_elsewhere", str(receipt.position))
            continue
        good = report.hashes[receipt.position].hex().startswith(receipt.hash_begins)
        _enter(report, "receipts", [_says(good, "receipt_differs", receipt.position)])
    report.facts["checkpoint"] = _checkpoint_facts(proof)
    if proof.census.number < proof.anchor.size:
        report.leave("heads_after", str(proof.census.number))
    report.leave("truth")
    return report


def _verify_union_proof(report: Report, proof: UnionProof, wishes: Wishes, is_event: bool) -> None:
    """An event may stand under any census of the checkpoint; a union's head is that of the newest one."""
    anchor, census, head = proof.anchor, proof.census, proof.head
    if wishes.key is not None:
        _enter(report, "log_signature", _signed_by(proof.signed, [wishes.key]))
        _enter(report, "identity", [_says(wishes.key.name == anchor.origin, "another_origin")])
    elif not any(held.size == anchor.size for held in wishes.held):
        report.fail("log_signature", "key_or_checkpoint_needed")
    for witness in wishes.witnesses:
        is_log = wishes.key is not None and witness.raw == wishes.key.raw
        _enter(report, "cosignatures", [_says(not is_log, "witness_is_the_log")])
        _enter(report, "cosignatures", _signed_by(proof.signed, [witness]))
    if not wishes.witnesses:
        report.leave("no_witness")
    good = included(census.leaf(), census.number - 1, anchor.size, anchor.root, census.path)
    _enter(report, "census_inclusion", [_says(good, "census_not_included")])
    good = census.number <= anchor.size if is_event else census.number == anchor.size
    _enter(report, "census_number", [_says(good, "census_number_differs")])
    good = head.is_in(census.heads_root, _union_bytes(proof.union))
    _enter(report, "head_inclusion", [_says(good, "head_not_included", head.position)])
    for held in wishes.held:
        if held.signed is not None:
            _enter(
                report, "held_given", [_says(held.origin == anchor.origin, "held_of_another_log")]
            )
        if held.size == anchor.size:
            good = anchor.root.hex().startswith(held.root_begins)
            _enter(report, "held_given", [_says(good, "other_root_than_held")])
        else:
            report.leave(
                "held_ahead" if held.size > anchor.size else "held_without_proof", str(held.size)
            )


def _verify_event(report: Report, document: dict[str, Any], proof: UnionProof) -> None:
    """Its digest is in the tree; from its hash the digests that follow lead to the head's, so it is proven too."""
    position, head = whole(document, "position", 1), proof.head
    digest = hash_of(document.get("digest"))
    good = included(digest, position - 1, head.position, head.root, path_of(document))
    _enter(report, "event_inclusion", [_says(good, "event_not_included", position)])
    report.facts.update({"position": position, "digest": digest.hex()})
    if document.get("following") is None:
        report.leave("chain_left_out", str(position))
        return
    before, told = hash_of(document.get("previous_hash")), hash_of(document.get("hash"))
    following = [hash_of(one) for one in list_of(document, "following")]
    _enter(report, "link", [_says(inner(before, digest) == told, "hash_differs", position)])
    reached = told
    for one in following:
        reached = inner(reached, one)
    good = len(following) == head.position - position and reached == head.hash
    _enter(report, "head_hash", [_says(good, "head_hash_differs", position)])
    report.facts["hash"] = told.hex()
    report.hashes[position] = told


# Several files


def compare(reports: list[Report]) -> None:
    """Hold what several files say of one log and of one union against each other."""
    read = [report for report in reports if report.origin]
    first: dict[tuple[str, object], tuple[Report, bytes]] = {}
    for report in read:
        for kind, key in report.signers.items():
            _agree_with_first(first, report, (report.origin, kind), key, "another_key_of_the_log")
        for size, root in sorted(report.roots.items()):
            fault = f"another_root_of_{size}"
            _agree_with_first(first, report, (report.origin, size), root, fault)
    for number, one in enumerate(read):
        for other in read[:number]:
            _compare_unions(one, other)
    _say_what_is_unlinked(read)


def _agree_with_first(
    first: dict[tuple[str, object], tuple[Report, bytes]],
    report: Report,
    about: tuple[str, object],
    said: bytes,
    fault: str,
) -> None:
    other, told = first.setdefault(about, (report, said))
    if other is not report:
        _agree(report, other, said == told, fault)


def _agree(
    one: Report, other: Report, good: bool, kind: str, position: Optional[int] = None
) -> None:
    for report, elsewhere in ((one, other), (other, one)):
        if good:
            report.covered["agreement"] += 1
        else:
            report.fail("agreement", kind + ": " + _shown(elsewhere.file), position)


def _say_what_is_unlinked(reports: list[Report]) -> None:
    """Each but the newest checkpoint of a log should be proven to begin a newer one."""
    newest = {(report.origin, max(report.roots)) for report in reports}
    linked = {
        (report.origin, size)
        for report in reports
        for size in report.roots
        if size < max(report.roots)
    }
    for report in reports:
        size = max(report.roots)
        is_last = all(origin != report.origin or other <= size for origin, other in newest)
        if not is_last and (report.origin, size) not in linked:
            report.leave("unlinked", str(size))


def _compare_unions(one: Report, other: Report) -> None:
    """Of two logs of one union the shorter begins the longer one."""
    if one.union != other.union:
        return
    for short, long in ((one, other), (other, one)):
        for position, known in sorted(short.hashes.items()):
            found = long.hash_at(position)
            if found is not None:
                _agree(short, long, found == known, "another_history", position)


def _enter(report: Report, check: str, found: Iterable[Found]) -> None:
    for kind, position in found:
        if kind is None:
            report.covered[check] += 1
        else:
            report.fail(check, kind, position)


# What is said

SAID: dict[str, Words] = {
    "all": ("全部文件", "all files"),
    "covered": ("已核验", "covered"),
    "open": ("未覆盖", "not covered"),
    "failed": ("不符", "failed"),
    "good": ("结论：本程序所称各项均已核验，未发现不符。", "Result: everything claimed was checked and holds."),
    "bad": (
        "结论：有不符，或有要求核验而未能核验的事项。",
        "Result: something failed, or was asked for and could not be checked.",
    ),
    "unreadable": ("无法读取：{0}", "cannot be read: {0}"),
    "one_union": ("--receipt 只能用于一个包", "--receipt needs a single bundle"),
    "trial_balance": ("科目余额表（分）", "trial balance (fen)"),
    "columns": ("年 资金 科目 期初 借方 贷方 期末", "year fund account before debit credit after"),
    "dues": ("会费实收（分，按所属年度）", "dues received (fen, by the year they are for)"),
    "aid": ("帮扶发放（人次，分）", "aid paid (payments, fen)"),
    "condolences": ("慰问（人次，分）", "condolences (count, fen)"),
}  # fmt: skip


def _shown(text: str) -> str:
    """Text from outside, fit for a terminal."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)[:400]


def told(report: Report, language: int) -> str:
    """The report for a person."""
    lines = [f"== {_shown(report.file)}"]
    facts = report.facts
    lines.append(
        "   {} {} {}".format(report.union, facts.get("code", ""), facts.get("name", "")).rstrip()
    )
    if "checkpoint" in facts:
        lines.append("   {origin} {short_code} {taken_at}".format(**facts["checkpoint"]))
    if facts.get("hash"):
        lines.append(
            "   {} {}".format(facts.get("events", facts.get("position", "")), facts["hash"])
        )
    lines += _told_money(facts, language)
    lines.append(SAID["covered"][language])
    lines += [
        f"   {count:>9}  {CHECK_WORDS[name][language]}"
        for name, count in sorted(report.covered.items())
    ]
    lines.append(SAID["open"][language])
    lines += [
        "   {:>9}  {}{}".format(
            count, OPEN_WORDS[what][language].format(_shown(text)), " !" if what in BLOCKING else ""
        )
        for what, text, count in report.open
    ]
    lines.append("{} {}".format(SAID["failed"][language], sum(report.failed.values())))
    for name, count in sorted(report.failed.items()):
        lines.append(f"   {count:>9}  {CHECK_WORDS[name][language]}")
    for failure in report.failures:
        place = "" if failure.position is None else f" @{failure.position}"
        lines.append(f"   {failure.union}{place} {failure.check}: {failure.kind}")
    lines.append(SAID["bad" if report.status else "good"][language])
    return "\n".join(lines) + "\n"


def _told_money(facts: dict[str, Any], language: int) -> list[str]:
    lines = []
    if facts.get("trial_balances"):
        lines += [SAID["trial_balance"][language], "   " + SAID["columns"][language]]
        for row in facts["trial_balances"]:
            numbers = " ".join(f"{row[column]:>14}" for column in TRIAL_COLUMNS)
            lines.append(
                "   {} {:<24} {:<10} {}".format(row["year"], row["fund"], row["account"], numbers)
            )
    for name in ("dues", "aid", "condolences"):
        if facts.get(name):
            lines.append(SAID[name][language])
            lines += [
                "   " + " ".join(str(number) for number in row.values()) for row in facts[name]
            ]
    return lines


def as_json(report: Report) -> dict[str, Any]:
    """The report for a program."""
    return {
        "file": report.file,
        "union_id": report.union,
        "exit": report.status,
        "covered": dict(sorted(report.covered.items())),
        "not_covered": [
            {"what": what, "told": text, "count": count, "blocking": what in BLOCKING}
            for what, text, count in report.open
        ],
        "failed": dict(sorted(report.failed.items())),
        "failures": [failure._asdict() for failure in report.failures],
        **report.facts,
    }


def _language(chosen: Optional[str]) -> int:
    if chosen is None:
        name = (
            os.environ.get("LC_ALL")
            or os.environ.get("LC_MESSAGES")
            or os.environ.get("LANG")
            or ""
        )
        name = name or (locale.getlocale()[0] or "")
        return 1 if name.lower().startswith("en") else 0
    return 1 if chosen == "en" else 0


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="verify.py", description="离线核验 / offline verification"
    )
    parser.add_argument("files", nargs="+", metavar="FILE.zip | proof PROOF.json")
    parser.add_argument("--held", action="append", default=[], metavar="CHECKPOINT")
    parser.add_argument("--receipt", action="append", default=[], metavar="POSITION:HASH")
    parser.add_argument("--key", metavar="VKEY")
    parser.add_argument("--witness", action="append", default=[], metavar="VKEY")
    parser.add_argument("--attachments", metavar="DIR")
    parser.add_argument("--lang", choices=["zh", "en"])
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(argv)


def _wishes(asked: argparse.Namespace) -> Wishes:
    if asked.attachments is not None and not os.path.isdir(asked.attachments):
        raise Unreadable(asked.attachments)
    witnesses = tuple(map(read_key, asked.witness))
    if any(witness.kind != COSIGNATURE for witness in witnesses):
        raise Unreadable("witness: no key that cosigns")
    key = read_key(asked.key) if asked.key else None
    if key is not None and key.kind == COSIGNATURE:
        raise Unreadable("key: no key of a log")
    return Wishes(
        held=tuple(map(read_held, asked.held)),
        receipts=tuple(map(read_receipt, asked.receipt)),
        key=key,
        witnesses=witnesses,
        attachments=asked.attachments,
    )


def main(argv: Optional[list[str]] = None) -> int:
    """Check what was asked for; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    asked = _arguments(sys.argv[1:] if argv is None else argv)
    language = _language(asked.lang)
    is_proof = asked.files[0] == "proof"
    files = asked.files[1:] if is_proof else asked.files
    if not files or (asked.receipt and len(files) > 1):
        sys.stderr.write(SAID["one_union"][language] + "\n")
        return 2
    try:
        wishes = _wishes(asked)
    except Unreadable as fault:
        sys.stderr.write(SAID["unreadable"][language].format(_shown(str(fault))) + "\n")
        return 2
    verify = verify_proof if is_proof else verify_bundle
    reports = [_checked(verify, file, wishes) for file in files]
    compare(reports)
    if asked.json:
        sys.stdout.write(
            json.dumps([as_json(report) for report in reports], ensure_ascii=False) + "\n"
        )
    else:
        sys.stdout.write("\n".join(told(report, language) for report in reports))
        if len(reports) > 1:
            sys.stdout.write("\n" + told_of_all(reports, language))
    return max(report.status for report in reports)


def told_of_all(reports: list[Report], language: int) -> str:
    """One line for each file, and what they come to together."""
    lines = [f"== {SAID['all'][language]}"]
    for report in reports:
        counts = (
            sum(report.covered.values()),
            sum(count for _, _, count in report.open),
            sum(report.failed.values()),
        )
        lines.append(
            "   {} {} {}  {} {}  {} {}  {}".format(
                SAID["covered"][language],
                counts[0],
                SAID["open"][language],
                counts[1],
                SAID["failed"][language],
                counts[2],
                _shown(report.file),
                report.facts.get("name", ""),
            ).rstrip()
        )
    lines.append(SAID["bad" if any(report.status for report in reports) else "good"][language])
    return "\n".join(lines) + "\n"


def _checked(verify: Callable[[str, Wishes], Report], file: str, wishes: Wishes) -> Report:
    """Check one file; one that cannot be read keeps nobody from the others."""
    try:
        return verify(file, wishes)
    except Unreadable as fault:
        return _unreadable(file, str(fault))
    except Exception as fault:  # noqa: BLE001 # whatever a file makes this program stumble over
        return _unreadable(file, type(fault).__name__)


def _unreadable(file: str, fault: str) -> Report:
    report = Report(file)
    report.is_unreadable = True
    report.fail("readable", "unreadable: " + _shown(fault))
    return report


if __name__ == "__main__":
    sys.exit(main())
