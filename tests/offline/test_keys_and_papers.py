"""A second key of SM2, papers brought along, several bundles at once."""

import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.note import SignatureLine
from services.audit.offline_verifier import Wishes, read_key, verify_bundle
from services.keys.signing import Sm2Signer
from tests.offline.conftest import Run
from tests.offline.history import CLERK
from tests.offline.making import LOG_KEY, ORIGIN, Files, as_json, written, zipped
from tests.offline.workshop import Workshop


class Sm2Key:
    """A log's SM2 key, as `openssl` makes it."""

    def __init__(self, folder: Path) -> None:
        file = folder / "sm2.pem"
        subprocess.run(  # noqa: S603 # our own arguments
            ["openssl", "genpkey", "-algorithm", "SM2", "-out", str(file)],  # noqa: S607 # the system's
            check=True,
            capture_output=True,
        )
        file.chmod(0o600)
        self._signer = Sm2Signer(ORIGIN, file)
        self.public = self._signer.public

    def line(self, text: str) -> SignatureLine:
        return self._signer.sign(text.encode())


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
def test_a_second_signature_by_sm2_is_checked_as_well(
    tmp_path: Path, put: Callable[[Files], str]
) -> None:
    workshop = Workshop()
    second = Sm2Key(tmp_path)
    workshop.signers.append(second)  # type: ignore[arg-type] # signs lines like the other
    note = workshop.note()  # SM2 signs otherwise every time: the same note everywhere
    workshop.note = lambda _text=None: note  # type: ignore[method-assign,misc]
    files = workshop.files()
    wishes = Wishes(key=read_key(LOG_KEY.public.text))
    found = verify_bundle(put(workshop.signed(files)), wishes)
    assert (found.status, found.covered["log_signature"]) == (0, 4)

    line = note.decode().splitlines()[-2]
    wrong = SignatureLine(ORIGIN, second.public.key_id, bytes(64)).text
    forged = note.decode().replace(line, wrong)
    proof = json.loads(files["proof.json"]) | {"checkpoint": forged}
    changed = files | {"checkpoint.note": forged.encode(), "proof.json": as_json(proof)}
    assert set(verify_bundle(put(workshop.signed(changed)), wishes).failed) == {"log_signature"}


def test_papers_are_compared_with_what_events_name(
    tmp_path: Path, put: Callable[[Files], str]
) -> None:
    workshop, papers = Workshop(), tmp_path / "papers"
    papers.mkdir()
    for place, fields in enumerate(workshop.fields, start=1):
        if fields.topic == "voucher.drafted":
            raw = f"paper {place}".encode()
            (papers / f"invoice-{place}.pdf").write_bytes(raw)
            digest = hashlib.sha256(raw).hexdigest()
            paper = {"sha256": digest, "byte_count": len(raw), "media_type": "application/pdf"}
            workshop.change(
                place, body=written(kind="ordinary", handler_id=CLERK, attachments=[paper])
            )
    workshop.chain()
    path = put(workshop.signed(workshop.files()))
    wishes = Wishes(attachments=str(papers))
    found = verify_bundle(path, wishes)
    assert (found.status, found.covered["attachments_content"]) == (0, 6)
    next(papers.iterdir()).write_bytes(b"another paper")
    found = verify_bundle(path, wishes)
    assert found.status == 1
    assert ("attachment_missing", "", 1) in found.open


def one_keeper() -> tuple[Workshop, Workshop]:
    """Two unions under the same censuses."""
    one, other = Workshop(1), Workshop(2)
    heads = [*one.others, *other.others]
    one.others = other.others = heads
    one.counted_with(other)
    other.counted_with(one)
    return one, other


def test_several_bundles_are_checked_in_one_go(tmp_path: Path, run: Run) -> None:
    paths = []
    both = one_keeper()
    both[1].changed_lines[7] = {"actor": "x"}
    for workshop in both:
        paths.append(tmp_path / f"{len(paths)}.zip")
        paths[-1].write_bytes(zipped(workshop.signed(workshop.files())))
    done = run(*map(str, paths), "--json")
    assert done.returncode == 1
    assert [told["exit"] for told in json.loads(done.stdout)] == [0, 1]
    (tmp_path / "3.zip").write_bytes(b"no zip")
    done = run(str(tmp_path / "3.zip"), str(paths[0]), "--json")
    assert done.returncode == 2
    assert [told["exit"] for told in json.loads(done.stdout)] == [2, 0]
