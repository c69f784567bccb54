"""Who signs what is checked again from the log: in one matter nobody signs twice, and nobody signs for himself."""

from typing import Any
from uuid import UUID

import pytest

from domain.catalogue import CATALOGUE
from domain.event import Event
from services.audit.offline_verifier import (
    SIGNED_BY_TWO,
    Signing,
)
from services.audit.offline_verifier import (
    Event as Line,
)

Step = tuple[str, dict[str, Any]]
STREAM = bytes(16)
TWICE = "signed_by_one_person_twice"


def told(*steps: Step, stream: bytes = STREAM) -> tuple[list[str | None], Signing]:
    """What is said of each step of a matter, in their order."""
    signing, said = Signing(), []
    for topic, content in steps:
        signing.said = ""
        line = Line(1, stream, 1, topic, 1, 0, "2026-01-01", "x", bytes(16), b"", b"", b"{}")
        signing.read(line, content)
        said.append(signing.said)
    return said, signing


def aid(
    handler: str = "h", reviewer: str = "r", approver: str = "a", cashier: str = "c"
) -> list[Step]:
    return [
        ("aid_case.requested", {"beneficiary_id": "m", "handler_id": handler}),
        ("aid_case.reviewed", {"reviewer_id": reviewer}),
        ("aid_case.approved", {"beneficiary_id": "m", "approver_id": approver}),
        ("aid_case.paid", {"recipient_id": "m", "cashier_id": cashier}),
    ]


def pay_list(
    handler: str = "h", reviewer: str = "r", approver: str = "a", cashier: str = "c"
) -> list[Step]:
    items = [{"recipient_id": "m"}, {"recipient_id": "n"}]
    return [
        ("pay_batch.drafted", {"handler_id": handler, "items": items}),
        ("pay_batch.reviewed", {"reviewer_id": reviewer}),
        ("pay_batch.approved", {"approver_id": approver}),
        ("pay_batch.paid", {"cashier_id": cashier}),
    ]


def voucher(
    handler: str = "h",
    reviewer: str = "r",
    approver: str = "a",
    poster: str = "c",
    kind: str = "expense",
) -> list[Step]:
    return [
        ("voucher.drafted", {"handler_id": handler, "kind": kind}),
        ("voucher.submitted", {"handler_id": handler}),
        ("voucher.reviewed", {"reviewer_id": reviewer}),
        ("voucher.approved", {"approver_id": approver}),
        ("voucher.posted", {"posted_by": poster, "kind": kind}),
    ]


def condolence(handler: str = "h", approver: str = "a", deliverer: str = "d") -> list[Step]:
    return [
        ("condolence.requested", {"member_id": "m", "handler_id": handler}),
        ("condolence.approved", {"approver_id": approver}),
        ("condolence.recorded", {"deliverer_id": deliverer}),
    ]


MATTERS = {"aid": aid, "pay list": pay_list, "voucher": voucher, "condolence": condolence}


@pytest.mark.parametrize("name", MATTERS)
def test_different_people_may_sign(name: str) -> None:
    said, signing = told(*MATTERS[name]())
    assert TWICE not in said
    assert signing.checked == len(said) - (name == "voucher") * 2
    assert not signing.on_paper


@pytest.mark.parametrize(
    "steps",
    [
        *(aid(reviewer="h"), aid(approver="h"), aid(cashier="h"), aid(approver="r")),
        *(aid(cashier="r"), aid(cashier="a"), aid(handler="m"), aid(reviewer="m")),
        *(aid(approver="m"), aid(cashier="m")),
        *(
            pay_list(reviewer="h"),
            pay_list(approver="r"),
            pay_list(cashier="a"),
            pay_list(handler="n"),
        ),
        *(pay_list(reviewer="m"), pay_list(approver="n"), pay_list(cashier="m")),
        *(voucher(reviewer="h"), voucher(approver="h"), voucher(poster="h"), voucher(approver="r")),
        *(voucher(poster="r"), voucher(poster="a"), voucher(poster="a", kind="adjustment")),
        *(condolence(handler="m"), condolence(approver="h"), condolence(approver="m")),
        *(condolence(deliverer="h"), condolence(deliverer="a"), condolence(deliverer="m")),
    ],
)
def test_nobody_signs_twice_nor_for_himself(steps: list[Step]) -> None:
    said, _ = told(*steps)
    assert said.count(TWICE) >= 1


@pytest.mark.parametrize("topic", ["union.officer_recorded", "federation.officer_recorded"])
def test_two_numbers_of_one_person_are_one_hand(topic: str) -> None:
    """Where it is recorded which member an officer is; the second account of a person is found."""
    one, other = ((topic, {"officer_id": number, "member_id": "p"}) for number in ("h", "a"))
    stranger = (topic, {"officer_id": "r"})
    assert TWICE not in told(*aid())[0]
    assert TWICE in told(one, other, stranger, *aid())[0]
    himself = (topic, {"officer_id": "c", "member_id": "m"})
    assert told(himself, *aid())[0][-1] == TWICE


def test_what_became_known_later_does_not_count_backwards() -> None:
    one, other = (
        ("union.officer_recorded", {"officer_id": number, "member_id": "p"})
        for number in ("h", "a")
    )
    assert TWICE not in told(*aid(), one, other)[0]


@pytest.mark.parametrize("kind", ["adjustment", "opening", "year_end"])
def test_the_accountant_books_what_moves_no_money(kind: str) -> None:
    assert TWICE not in told(*voucher(poster="h", kind=kind))[0]


def test_a_voucher_sent_back_is_signed_anew() -> None:
    begun = voucher()[:4]
    back = ("voucher.returned", {"returned_by": "r"})
    revised = ("voucher.revised", {"handler_id": "a"})
    again = voucher(handler="a", reviewer="h", approver="r")[2:]
    assert TWICE not in told(*begun, back, revised, *again)[0]
    assert TWICE in told(*begun, ("voucher.returned", {"returned_by": "h"}))[0]


def test_a_list_sent_back_is_drawn_up_anew() -> None:
    begun = pay_list()[:3]
    back = ("pay_batch.draft_returned", {"officer_id": "r"})
    assert TWICE not in told(*begun, back, *pay_list(handler="a", reviewer="h", approver="r"))[0]


def test_what_was_signed_on_paper_is_counted_and_not_judged() -> None:
    """Books taken over from paper name nobody."""
    approved = ("aid_case.approved", {"beneficiary_id": "m"})
    paid = ("aid_case.paid", {"recipient_id": "m"})
    said, signing = told(approved, paid, ("condolence.recorded", {}), ("custodial.paid", {}))
    assert TWICE not in said
    assert signing.on_paper == 4


@pytest.mark.parametrize("topic", SIGNED_BY_TWO)
def test_events_that_name_two_name_different_people(topic: str) -> None:
    one, other, receives = SIGNED_BY_TWO[topic]
    assert told((topic, {one: "a", other: "b"}))[0] == [None]
    assert told((topic, {one: "a", other: "a"}))[0] == [TWICE]
    if receives:
        assert told((topic, {one: "a", other: "b", receives: "b"}))[0] == [TWICE]


def test_every_field_read_is_one_of_the_event() -> None:
    """No rule looks for a name that events do not have."""
    for topic, fields in SIGNED_BY_TWO.items():
        assert {field for field in fields if field} <= set(CATALOGUE[topic].__struct_fields__)
    for steps in (matter() for matter in MATTERS.values()):
        for topic, content in steps:
            event: type[Event] = CATALOGUE[topic]
            assert set(content) <= set(event.__struct_fields__), topic


def test_matters_do_not_mix() -> None:
    signing = Signing()
    for number, steps in enumerate((aid(), aid(handler="a", approver="h"))):
        for topic, content in steps:
            stream = UUID(int=number).bytes
            signing.read(
                Line(1, stream, 1, topic, 1, 0, "2026-01-01", "x", bytes(16), b"", b"", b"{}"),
                content,
            )
            assert signing.said is None
