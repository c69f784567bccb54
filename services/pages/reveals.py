"""查看明文和本人资料: what is masked everywhere, shown once for a reason that is on record; never cached."""

from collections.abc import Collection
from typing import Final

from domain.viewing.fields import FIELDS
from services.auth import may
from services.http.reveals import IN_FULL
from services.pages.members import MEMBER, SECTION
from services.pages.reading_forms import count_of
from services.pages.rendering import shown, yuan
from services.pages.steps import Prepared, step
from services.pages.visit import Visit
from services.words.personal import field_word, group_word

_PAYEE: Final = ("identity.name", *(f"payee.{name}" for name in FIELDS["payee"]))
"""What whoever only pays may be shown, of who is paid."""
_IN_FEN: Final = "（分）"
_REASON: Final = "Reveal.reason"


async def _revealing(visit: Visit) -> Prepared:
    """Every field is a box to tick: nothing is shown that was not asked for."""
    person = visit.login.person
    only_pays = person is not None and not person.roles & IN_FULL
    view = await visit.read("readMember") if visit.can("readMember") else None
    return Prepared(
        texts={"reason": ["payment"]} if only_pays else {},
        values={
            "member": None if view is None else view.member,
            "called": called,
            "readable": readable,
            "groups": _groups(_PAYEE if only_pays else None),
        },
    )


def _groups(only: Collection[str] | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the fields to choose from, by group; `only`: no others than these."""
    found = [
        (
            group_word(group),
            [
                (f"{group}.{name}", field_word(name))
                for name in names
                if only is None or f"{group}.{name}" in only
            ],
        )
        for group, names in FIELDS.items()
    ]
    return [(title, fields) for title, fields in found if fields]


def called(field: str) -> str:
    """Return what a field is called, with the group it belongs to."""
    group, _, name = field.partition(".")
    return f"{group_word(group)}：{field_word(name)}"


def readable(label: str, value: object, field: str = "") -> tuple[str, str]:
    """Return a label and what it says as people read it: amounts in yuan, ticks as words."""
    text = {"yes": "是", "no": "否"}.get(str(value), value)
    fen = count_of(str(text))
    if label.endswith(_IN_FEN) and fen is not None:
        return label.removesuffix(_IN_FEN) + "（元）", yuan(fen)
    return label, shown(text, _REASON if field == "原因" else field)


async def _copying(visit: Visit) -> Prepared:
    view = await visit.read("readMember")
    return Prepared(
        texts={"reason": ["requested_by_person"]},
        values={"member": view.member, "called": called, "readable": readable},
    )


step(
    f"{MEMBER}/reveal",
    "revealPersonalData",
    leads="/members/{member_id}",
    section=SECTION,
    prepare=_revealing,
    template="people/reveal.html",
    policy=may("privacy.reveal"),
    shows="people/revealed.html",
)
step(
    f"{MEMBER}/own-data",
    "exportOwnData",
    leads="/members/{member_id}",
    section=SECTION,
    prepare=_copying,
    template="people/reveal.html",
    shows="people/own_data.html",
)
