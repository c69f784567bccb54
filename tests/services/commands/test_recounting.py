"""What fsck passes over when it counts claims again changes no claim."""

import ast
import inspect

from services.commands import claiming
from services.commands.desk import PERIOD_TOPICS
from services.commands.recounting import CLAIMING, Recount

VALUE_TYPES = {"event", "ids"}


def aggregates_named_in(module: object) -> set[str]:
    tree = ast.parse(inspect.getsource(module))  # type: ignore[arg-type] # a module
    names = (node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {name.split(".")[1] for name in names if name.startswith("domain.")} - VALUE_TYPES


def test_every_aggregate_that_gives_or_ends_a_claim_is_counted() -> None:
    assert aggregates_named_in(claiming) <= CLAIMING
    assert not PERIOD_TOPICS & set(Recount.passed_over)


def test_most_topics_are_passed_over_and_none_that_nobody_knows() -> None:
    assert "dues.received" in Recount.passed_over
    assert "voucher.posted" in Recount.passed_over
    assert not {topic for topic in Recount.passed_over if topic.partition(".")[0] in CLAIMING}
    assert "future.recorded" not in Recount.passed_over
