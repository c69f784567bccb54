"""Whatever byte of whatever file is changed, the bundle no longer passes."""

import io
import json
import random
import zipfile
from collections.abc import Callable

import pytest

from domain.note import COSIGNATURE
from services.audit import offline_verifier as verifier
from tests.offline.altering import altered_bundles, is_refused
from tests.offline.conftest import Run
from tests.offline.making import LOG_KEY, OTHER_KEY, WITNESS_KEY, Files, TestKey, as_json, zipped
from tests.offline.workshop import CENSUSES, FIRST_CENSUS, Workshop

OF_EACH_FILE = 25
OTHER_CODE = "0123456789abcdef" * 2
STRANGER = TestKey("another.example/witness", "stranger", COSIGNATURE)


def test_no_altered_byte_passes() -> None:
    passed = [
        (one.name, one.offset)
        for one in altered_bundles(7, OF_EACH_FILE)
        if not is_refused(one.archive)
    ]
    assert not passed


def test_an_altered_archive_is_refused_or_holds_the_same_files(clean: Files) -> None:
    """A few bytes of a zip mean nothing, such as its times: then every file is still what was signed."""
    dice = random.Random(11)  # noqa: S311 # repeatable on purpose
    archive = zipped(clean)
    for _ in range(400):
        changed = bytearray(archive)
        changed[dice.randrange(len(changed))] ^= dice.randrange(1, 256)
        if not is_refused(bytes(changed)):
            with zipfile.ZipFile(io.BytesIO(bytes(changed))) as opened:
                assert {name: opened.read(name) for name in opened.namelist()} == clean


@pytest.mark.parametrize("cut", [0, 1, 22, 100, 5_000])
def test_a_cut_archive_is_refused(clean: Files, cut: int) -> None:
    archive = zipped(clean)
    assert is_refused(archive[: len(archive) // 2 - cut])
    assert is_refused(b"x" * cut)


@pytest.mark.parametrize(
    "name", ["../x", "/etc/x", "a/b/c", "a//b", "x\\y", "a/", "\u202ex", "held/../../x"]
)
def test_names_that_lead_elsewhere_are_refused(clean: Files, name: str) -> None:
    assert is_refused(zipped(clean | {name: b""}))


def test_a_bomb_is_refused_before_it_is_read(clean: Files) -> None:
    assert is_refused(zipped(clean | {"README.txt": bytes(64 << 20)}))


@pytest.mark.parametrize("name", sorted(verifier.FIXED_FILES))
def test_no_file_may_be_missing(clean: Files, name: str) -> None:
    """Not even when the index does not name it either."""
    workshop = Workshop()
    fewer = {key: raw for key, raw in workshop.files().items() if key != name}
    assert is_refused(zipped(workshop.signed(fewer)))
    assert is_refused(zipped({key: raw for key, raw in clean.items() if key != name}))


def test_clean_bundles_of_many_logs_pass() -> None:
    """No false alarm, whatever is in the log."""
    for seed in range(2, 30):
        workshop = Workshop(seed, events=8 + seed)
        assert not is_refused(zipped(workshop.signed(workshop.files())))


class TestAsSomebodyElsewhereRunsIt:
    """In a process of its own, with nothing of ours to be found."""

    def test_a_clean_bundle_exits_with_0_in_both_languages(
        self, clean: Files, put: Callable[[Files], str], run: Run
    ) -> None:
        path = put(clean)
        chinese, english = run(path, "--lang", "zh"), run(path, "--lang", "en")
        assert (chinese.returncode, english.returncode) == (0, 0), chinese.stdout + chinese.stderr
        assert "已核验" in chinese.stdout
        assert "未覆盖" in chinese.stdout
        assert "covered" in english.stdout
        assert "Result: everything claimed was checked" in english.stdout

    def test_all_one_can_bring_along(
        self, clean: Files, workshop: Workshop, put: Callable[[Files], str], run: Run
    ) -> None:
        held = workshop.held_checkpoint(FIRST_CENSUS)
        done = run(
            put(clean),
            "--json",
            *("--held", held.short_code),
            *("--held", f"{held.size}:{held.root.hex()}"),
            *("--held", f"{CENSUSES}:{workshop.checkpoint().text.splitlines()[2]}"),
            *("--receipt", f"7:{workshop.hashes[6].hex()}"),
            *("--receipt", f"9:{workshop.hashes[8].hex()[:32]}"),
            *("--key", LOG_KEY.public.text),
            *("--witness", WITNESS_KEY.public.text),
        )
        assert done.returncode == 0, done.stdout
        (told,) = json.loads(done.stdout)
        assert told["covered"]["held_given"] == 3
        assert told["covered"]["receipts"] == 2
        open_ = {one["what"] for one in told["not_covered"]}
        assert not open_ & {"signer_identity", "witness_identity", "no_held", "no_witness"}

    @pytest.mark.parametrize(
        "wish",
        [
            ("--held", f"{CENSUSES + 1}-{OTHER_CODE}"),
            ("--held", f"2-{OTHER_CODE}"),
            ("--receipt", f"41:{OTHER_CODE}"),
            ("--receipt", f"7:{OTHER_CODE}"),
            ("--key", OTHER_KEY.public.text),
            ("--witness", STRANGER.public.text),
        ],
    )
    def test_what_was_asked_for_and_does_not_hold_exits_with_1(
        self, clean: Files, put: Callable[[Files], str], run: Run, wish: tuple[str, str]
    ) -> None:
        assert run(put(clean), *wish).returncode == 1

    @pytest.mark.parametrize(
        "arguments",
        [
            ("nothing.zip",),
            ("--held", "x"),
            ("--receipt", "7:12"),
            ("--receipt", f"7:{OTHER_CODE[:31]}"),
            ("--held", f"3-{OTHER_CODE[:16]}"),
            ("--held", f"3-{OTHER_CODE[:31]}"),
            ("--witness", LOG_KEY.public.text),
            ("--key", WITNESS_KEY.public.text),
            ("--key", "x+y+z"),
            ("--attachments", "nowhere"),
        ],
    )
    def test_misuse_exits_with_2(
        self, clean: Files, put: Callable[[Files], str], run: Run, arguments: tuple[str, ...]
    ) -> None:
        assert run(*(() if len(arguments) == 1 else (put(clean),)), *arguments).returncode == 2

    def test_nothing_of_an_event_is_printed(
        self, clean: Files, put: Callable[[Files], str], run: Run
    ) -> None:
        done = run(put(clean))
        assert "QUJD" not in done.stdout
        assert "clerk-1" not in done.stdout


class TestASingleProof:
    """A receipt is proven without the books."""

    def test_a_receipt_is_proven_under_the_key(
        self, workshop: Workshop, tmp_path: object, run: Run
    ) -> None:
        path = _written(tmp_path, workshop.event_proof(7))
        receipt = f"7:{workshop.hashes[6].hex()}"
        assert (
            run("proof", path, "--key", LOG_KEY.public.text, "--receipt", receipt).returncode == 0
        )
        held = f"{CENSUSES}:{workshop.checkpoint().root.hex()}"
        assert run("proof", path, "--held", held).returncode == 0

    def test_without_the_digests_that_follow_the_event_is_proven_and_no_receipt(
        self, workshop: Workshop, tmp_path: object
    ) -> None:
        left_out = {"following": None, "previous_hash": None, "hash": None}
        path = _written(tmp_path, {**workshop.event_proof(7), **left_out})
        key = verifier.read_key(LOG_KEY.public.text)
        found = verifier.verify_proof(path, verifier.Wishes(key=key))
        assert found.status == 0
        assert "chain_left_out" in {what for what, _, _ in found.open}
        assert not {"link", "head_hash", "receipts"} & found.covered.keys()
        receipt = verifier.read_receipt(f"7:{workshop.hashes[6].hex()}")
        asked = verifier.Wishes(key=key, receipts=(receipt,))
        assert verifier.verify_proof(path, asked).status == 1

    def test_without_key_or_checkpoint_it_proves_nothing(
        self, workshop: Workshop, tmp_path: object, run: Run
    ) -> None:
        assert run("proof", _written(tmp_path, workshop.proof())).returncode == 1

    def test_no_altered_hash_passes(self, workshop: Workshop, tmp_path: object) -> None:
        wishes = verifier.Wishes(key=verifier.read_key(LOG_KEY.public.text))
        for position in (1, 7, len(workshop.fields)):
            proof = workshop.event_proof(position)
            for text in _hashes_in(proof):
                wrong = ("0" if text[0] != "0" else "1") + text[1:]
                changed = as_json(proof).decode().replace(text, wrong)
                path = _written(tmp_path, json.loads(changed))
                assert verifier.verify_proof(path, wishes).status == 1, text


def _written(folder: object, document: object) -> str:
    path = f"{folder}/proof.json"
    with open(path, "wb") as file:  # noqa: PTH123 # a path as the verifier takes it
        file.write(as_json(document))
    return path


def _hashes_in(value: object) -> set[str]:
    if isinstance(value, str):
        return {value} if len(value) == 64 else set()
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return {text for part in parts for text in _hashes_in(part)}
