"""For every check there is a bundle only this check refuses: take the check away and the bundle passes."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from services.audit import offline_verifier as verifier
from services.audit.offline_verifier import Wishes
from tests.offline.hostile import HOSTILE, packed
from tests.offline.making import Files
from tests.offline.workshop import Workshop

CONTENT = "attachments_content"


def test_there_is_a_hostile_bundle_for_every_check() -> None:
    assert {*HOSTILE, CONTENT} == {*verifier.EVENT_CHECKS, *verifier.BUNDLE_CHECKS}


@pytest.mark.parametrize("name", HOSTILE)
def test_only_this_check_refuses(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive, wishes = HOSTILE[name]()
    path = tmp_path / "bundle.zip"
    path.write_bytes(archive)
    found = verifier.verify_bundle(str(path), wishes)
    assert found.status == 1
    assert set(found.failed) <= {name}
    _take_away(name, monkeypatch)
    assert verifier.verify_bundle(str(path), wishes).status == 0


def test_an_attachment_that_is_another_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop = Workshop()
    papers = tmp_path / "papers"
    papers.mkdir()
    contents = {}
    for fields in workshop.fields:
        for paper in json.loads(fields.body).get("attachments", []):
            contents[paper["sha256"]] = b"forged"
    for name, raw in contents.items():
        (papers / f"{name}.png").write_bytes(raw)
    path = tmp_path / "bundle.zip"
    path.write_bytes(packed(workshop).archive)
    wishes = Wishes(attachments=str(papers))
    found = verifier.verify_bundle(str(path), wishes)
    assert set(found.failed) == {CONTENT}
    _take_away(CONTENT, monkeypatch)
    assert verifier.verify_bundle(str(path), wishes).status == 0


def test_a_check_that_was_not_carried_out_is_a_failure(
    clean: Files, put: Callable[[Files], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(clean)
    for name in sorted(verifier.ALWAYS - {"container"}):
        with monkeypatch.context() as patch:
            if name in verifier.EVENT_CHECKS:
                patch.setitem(verifier.EVENT_CHECKS, name, lambda _log, _event: "")
            else:
                patch.setitem(verifier.BUNDLE_CHECKS, name, lambda _bundle: iter(()))
            found = verifier.verify_bundle(path, Wishes())
        assert found.failed["complete"], name


def _take_away(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name in verifier.EVENT_CHECKS:
        monkeypatch.setitem(verifier.EVENT_CHECKS, name, lambda _log, _event: None)
    else:
        good = verifier.GOOD
        monkeypatch.setitem(verifier.BUNDLE_CHECKS, name, lambda _bundle: iter((good,)))
