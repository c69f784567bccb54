"""Alert rules and dashboard speak of figures that exist, seconds the code goes by, runbooks that are there."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from services.http.books_figures import books_figures
from services.http.lateness import FREE_LEAST, LATE_SECONDS, late
from services.http.metrics import Metrics
from services.http.seen import Seen
from services.log import ROUNDS, Rounds
from services.store.pool_use import PoolUse
from services.words.watching import WARNINGS
from tests.architecture.repository import ROOT

WATCH: Final = ROOT / "deploy" / "watch"
RUNBOOKS: Final = ROOT / "deploy" / "runbooks"
OF_ASSURANCE: Final = frozenset(
    {
        "append_seconds", "head_lock_wait_seconds", "projection_lag_events", "projection_oldest_seconds",
        "parked_unions", "dead_letters", "chain_verified_age_seconds", "checkpoint_age_seconds",
        "witness_age_seconds",
    }
)  # fmt: skip
"""Assurance 3.7."""
_OF_PROMETHEUS: Final = frozenset({"up", "ALERTS"})
_SYNTAX: Final = frozenset({"and", "or", "unless", "on", "by", "offset", "without", "ignoring"})
_LABELS: Final = re.compile(
    r"\{[^}]*\}|\b(?:by|on|without|ignoring)\s*\([^)]*\)|\"[^\"]*\"|\[[^\]]*\]"
)
_SUFFIX: Final = re.compile(r"_(bucket|sum|count|total|created)\Z")

SEEN: Final = {
    "lag_events": {"roster": 3},
    "oldest_seconds": {"roster": 4},
    "parked": [],
    "evidence": {
        "checkpoint_age_seconds": 5,
        "witnesses": [{"name": "w", "age_seconds": None}],
    },
    "runs": {
        kind: {
            "kind": kind,
            "finished_at": "2026-01-01T00:00:00Z",
            "sound": True,
            "age_seconds": 6,
            "sound_age_seconds": 6,
        }
        for kind in ("fsck", "drill", "erase")
    },
    "backed": {
        "base_age_seconds": 7,
        "keystore_age_seconds": 8,
        "archive_is_failing": False,
        "archived_at": None,
    },
    "waits": {"waiting": 1, "longest_milliseconds": 9},
    "connections": [],
    "disk": {"books_bytes": 1, "keys_bytes": 2, "home_free_bytes": 3, "home_bytes": 4},
    "jobs": {"failed": 1},
    "versions": {"server": "18", "migration": 1, "builds": {}},
}


def exposed() -> dict[str, str]:
    """Every figure a process shows, with its type, when all there is has happened once."""
    metrics = Metrics()
    metrics.appended("stored", 0.1)
    metrics.begun()
    metrics.requested("GET", "/v1/x", 200, 0.1)
    metrics.watch_pools(lambda: {"app": PoolUse(20, 1, 0, 0.0, 0)})
    metrics.looked(books_figures(msgspec.convert(SEEN, Seen)))
    ROUNDS.setdefault("projection", Rounds())
    families = text_string_to_metric_families(metrics.text().decode())
    return {family.name: family.type for family in families}


EXPOSED: Final = exposed()


def named_in(expression: str) -> set[str]:
    """Return the figures an expression of PromQL names."""
    bare = _LABELS.sub(" ", expression)
    words = re.findall(r"(?<![\w.])([a-zA-Z_]\w*)(?!\w*\s*\()", bare)
    return {word for word in words if word not in _SYNTAX}


def is_exposed(name: str) -> bool:
    if name in _OF_PROMETHEUS or EXPOSED.get(name) == "gauge":
        return True
    base = _SUFFIX.sub("", name)
    suffix = name.removeprefix(base)
    kinds = {
        "_total": "counter",
        "_bucket": "histogram",
        "_sum": "histogram",
        "_count": "histogram",
    }
    return suffix in kinds and EXPOSED.get(base) == kinds[suffix]


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((WATCH / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def asked_by_the_dashboard() -> Iterator[str]:
    for panel in json.loads((WATCH / "dashboard.json").read_text(encoding="utf-8"))["panels"]:
        for target in panel.get("targets", ()):
            yield target["expr"]


def all_named(expressions: Iterable[str]) -> set[str]:
    return {name for expression in expressions for name in named_in(expression)}


def test_names_are_found_in_expressions() -> None:
    told = named_in(
        'max by (name) (rate(a_total{b="c"}[5m])) > 3 and on () d_e unless time() - f offset 1h'
    )
    assert told == {"a_total", "d_e", "f"}
    assert not is_exposed("no_such_seconds")
    assert not is_exposed("append_seconds"), "a histogram is asked by its parts"


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_an_alert_asks_for_figures_that_exist(rule: Mapping[str, Any]) -> None:
    assert named_in(rule["expr"])
    assert [name for name in named_in(rule["expr"]) if not is_exposed(name)] == []


def test_the_dashboard_asks_for_figures_that_exist() -> None:
    assert [n for n in all_named(asked_by_the_dashboard()) if not is_exposed(n)] == []


def test_everything_of_the_assurance_is_shown_and_on_the_dashboard() -> None:
    shown = {_SUFFIX.sub("", name) for name in all_named(asked_by_the_dashboard())}
    assert EXPOSED.keys() >= OF_ASSURANCE
    assert shown >= OF_ASSURANCE


def test_every_figure_of_ours_is_on_the_dashboard() -> None:
    """A figure nobody looks at is not worth its keep; a process' own come from the library."""
    shown = {_SUFFIX.sub("", name) for name in all_named(asked_by_the_dashboard())}
    of_the_library = re.compile(r"process_|.*_created\Z")
    ours = {name for name in EXPOSED if not of_the_library.match(name)}
    assert ours <= shown, sorted(ours - shown)


def test_panels_do_not_lie_on_each_other() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in json.loads((WATCH / "dashboard.json").read_text(encoding="utf-8"))["panels"]:
        at = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(at["x"], at["x"] + at["w"])
            for y in range(at["y"], at["y"] + at["h"])
        }
        assert not taken & cells, panel["title"]
        assert max(x for x, _ in cells) < 24
        taken |= cells


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule["alert"])
def test_an_alert_leads_to_a_runbook_that_is_there(rule: Mapping[str, Any]) -> None:
    path, _, anchor = rule["annotations"]["runbook"].partition("#")
    runbook = ROOT / path
    assert runbook.is_file(), path
    assert not anchor or anchor in anchors_of(runbook), anchor
    assert rule["labels"]["severity"] in {"page", "ticket"}


def anchors_of(file: Path) -> set[str]:
    """The anchors a reader of Markdown makes of headings."""
    headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings
    }


@pytest.mark.parametrize("figure", sorted(LATE_SECONDS))
def test_what_the_page_calls_late_is_what_the_alerts_call_late(figure: str) -> None:
    compared = [
        float(seconds)
        for rule in rules()
        for seconds in re.findall(rf"(?<!\w){figure}\)? > ([\d.]+)", rule["expr"])
    ]
    assert compared == [LATE_SECONDS[figure]]


@pytest.mark.parametrize("unseen", ["runs", "backed", "waits", "evidence", "parked", "lag_events"])
def test_what_could_not_be_seen_does_not_pass_for_well(unseen: str) -> None:
    seen = msgspec.convert(SEEN, Seen)
    assert "unseen" not in late(seen)
    without = msgspec.structs.replace(seen, **{unseen: None})
    assert "unseen" in late(without)
    assert "unseen" in WARNINGS
    (told, *_) = books_figures(without)
    assert (told.name, told.samples[0].value) == ("books_reachable", 0.0)


def test_the_least_free_disk_is_the_same() -> None:
    (rule,) = [rule for rule in rules() if rule["alert"] == "DiskLow"]
    assert rule["expr"].endswith(f"< {FREE_LEAST}")


def test_prometheus_asks_at_the_ports_of_the_units() -> None:
    told = yaml.safe_load((WATCH / "prometheus.yml").read_text(encoding="utf-8"))
    asked = {
        target.rpartition(":")[2]
        for job in told["scrape_configs"]
        if job["job_name"] == "gonghui-jobs"
        for group in job["static_configs"]
        for target in group["targets"]
    }
    units = (ROOT / "deploy" / "systemd").rglob("*.service")
    named = {
        port
        for unit in units
        for port in re.findall(r"GONGHUI_METRICS_PORT=(\d+)", unit.read_text(encoding="utf-8"))
    }
    assert asked == named


PROMTOOL: Final = shutil.which("promtool")


@pytest.mark.skipif(PROMTOOL is None, reason="no promtool (Debian: prometheus)")
@pytest.mark.parametrize(
    "words",
    [
        ("check", "rules", "alerts.yml"),
        ("test", "rules", "alerts_test.yml"),
        ("check", "config", "--syntax-only", "prometheus.yml"),
    ],
    ids=["rules are well formed", "rules say what they should", "scraping is well formed"],
)
def test_prometheus_own_tool_agrees(words: tuple[str, ...]) -> None:
    ran = subprocess.run(  # noqa: S603 # a fixed program
        [str(PROMTOOL), *words], cwd=WATCH, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
