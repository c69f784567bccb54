"""Bytes that are not as they should be: refused where they stand, and no other file goes unchecked for it."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from services.audit import offline_verifier as verifier
from services.audit.offline_verifier import Wishes, verify_bundle
from tests.offline.making import Files, as_json, zipped
from tests.offline.workshop import Workshop

Put = Callable[[Files], str]


class TestLinesOfEvents:
    """One spelling, read strictly."""

    def line(self, **changed: object) -> bytes:
        return as_json(Workshop().line(3) | changed)

    def test_an_honest_one_is_read(self) -> None:
        assert verifier.read_event(self.line()).position == 3

    @pytest.mark.parametrize("name", ["stream", "command"])
    @pytest.mark.parametrize(
        "text",
        ["", "00", "{}-00", " {}", "{} ", "{}\n", "{}{}", "0x{}", "urn:uuid:{}"],
    )
    def test_ids_have_sixteen_bytes(self, name: str, text: str) -> None:
        """A stream of seventeen bytes hid that a stream began twice."""
        told = text.format(*[Workshop().line(3)[name]] * 2)
        with pytest.raises(verifier.Unreadable):
            verifier.read_event(self.line(**{name: told}))
        with pytest.raises(verifier.Unreadable):
            verifier.read_event(self.line(**{name: Workshop().line(3)[name].replace("-", "")}))

    @pytest.mark.parametrize("name", ["digest", "hash"])
    def test_hashes_have_64_digits(self, name: str) -> None:
        honest = Workshop().line(3)[name]
        for told in (honest.upper(), honest[:-2], honest + "00", " " + honest, honest[:32]):
            if told != honest:
                with pytest.raises(verifier.Unreadable):
                    verifier.read_event(self.line(**{name: told}))

    @pytest.mark.parametrize("name", ["topic", "body", "hash"])
    def test_no_name_occurs_twice(self, name: str) -> None:
        """Readers differ in which of the two they take."""
        line = self.line()
        with pytest.raises(verifier.Unreadable):
            verifier.read_event(line.replace(b"{", f'{{"{name}":"voucher.revised",'.encode(), 1))

    def test_numbers_fit_into_64_bits(self) -> None:
        for name in ("position", "version", "schema_version", "recorded_at"):
            with pytest.raises(verifier.Unreadable):
                verifier.read_event(self.line(**{name: 2**63}))


def two_lines(fund: str, account: str, fen: str) -> str:
    line = f'{{"account":{account},"fund":{fund},"fen":%s{fen}}}'
    return f"[{line % ''},{line % '-'}]"


STRANGE_LINES = {
    "a fund that is no text": two_lines("null", '"102"', "5"),
    "an account that is no text": two_lines('"a"', "1", "5"),
    "an amount of 4,290 digits": two_lines('"a"', '"1"', "9" * 4_290),
    "an amount of 64 bits": two_lines('"a"', '"1"', str(2**63)),
    "lines that are none": '{"a":1}',
}


@pytest.mark.parametrize("case", STRANGE_LINES)
def test_strange_postings_fail_and_stop_nothing(
    put: Put, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    workshop = Workshop()
    body = f'{{"kind":"ordinary","posted_by":"p-1","lines":{STRANGE_LINES[case]}}}'.encode()
    workshop.change(4, topic="voucher.posted", body=body)
    workshop.chain()
    claims = Workshop().claims()
    monkeypatch.setattr(workshop, "claims", lambda: claims)
    found = verify_bundle(put(workshop.signed(workshop.files())), Wishes())
    assert found.failed["body"] == 1
    assert verifier.told(found, 0)
    assert json.dumps(verifier.as_json(found))


def test_whatever_a_file_makes_the_program_stumble_over_is_told(
    clean: Files, put: Put, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stumble(_bundle: verifier.Bundle) -> None:
        raise MemoryError

    path = put(clean)
    monkeypatch.setattr(verifier, "_read_events", stumble)
    assert verifier.main([path, path, "--json"]) == 2
    assert [told["exit"] for told in json.loads(capsys.readouterr().out)] == [2, 2]


class TestBytesOfNoEntry:
    """An archive is its entries and their directory, and nothing else."""

    def test_nothing_stands_before_or_after(self, clean: Files, tmp_path: Path) -> None:
        archive = zipped(clean)
        path = tmp_path / "x.zip"
        for changed in (
            b"JUNK" * 100 + archive,
            archive + b"JUNK",
            archive + bytes(22),
            archive * 2,
        ):
            path.write_bytes(changed)
            assert verify_bundle(str(path), Wishes()).failed["container"]

    def test_nothing_stands_between(self, clean: Files, tmp_path: Path) -> None:
        """A second archive inside one, whose directory skips what is between."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as archive:
            for name, raw in sorted(clean.items()):
                archive.writestr(name, raw)
            archive.writestr("hidden.txt", b"hidden")
            archive.writestr("README2.txt", b"x")
            del archive.filelist[-2]
        path = tmp_path / "x.zip"
        path.write_bytes(made.getvalue())
        assert verify_bundle(str(path), Wishes()).failed["container"]

    def test_a_writer_that_cannot_go_back_is_read(self, clean: Files, tmp_path: Path) -> None:
        """A pipe: lengths stand behind each entry."""

        class Pipe(io.RawIOBase):
            def __init__(self) -> None:
                self.made = b""

            def writable(self) -> bool:
                return True

            def write(self, raw: Any) -> int:  # noqa: ANN401 # any buffer
                self.made += bytes(raw)
                return len(raw)

        pipe = Pipe()
        with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, raw in sorted(clean.items()):
                archive.writestr(name, raw)
        path = tmp_path / "x.zip"
        path.write_bytes(pipe.made)
        assert verify_bundle(str(path), Wishes()).status == 0
