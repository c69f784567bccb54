"""Only what a witness has said of the checkpoint itself is kept of it."""

from datetime import UTC, datetime

import pytest

from domain.note import parse_note
from services.audit import CosignatureRefused, Cosignatures, StoredCheckpoint
from services.keys.signing import Cosigner, cosigned_at
from tests.support.books import Office

NOW = datetime(2026, 12, 31, 12, tzinfo=UTC)
MOMENT = int(NOW.timestamp())
WITNESS = Cosigner("witness.county.example", bytes(range(32)))


@pytest.fixture
async def stored(office: Office) -> StoredCheckpoint:
    await office.books.checkpointer.take()
    return await office.books.proofs.checkpoint()


@pytest.fixture
def cosignatures(office: Office) -> Cosignatures:
    made = office.books.cosignatures
    made.witnesses = (WITNESS.public,)
    return made


async def test_what_is_kept_is_a_good_cosignature_of_the_checkpoint(
    office: Office, stored: StoredCheckpoint, cosignatures: Cosignatures
) -> None:
    line = WITNESS.cosign(stored.note.text, MOMENT).text
    kept = await cosignatures.keep(stored, line, NOW)
    assert (kept.witness, kept.size, kept.cosigned_at) == (WITNESS.public.name, 1, NOW)
    shown = (await office.books.proofs.checkpoint()).note
    assert cosigned_at(parse_note(shown.raw), WITNESS.public) == MOMENT


@pytest.mark.parametrize("added", ["x\n", "x\n\ny\n", "\n", "— w.example QUFBQUFB\n"])
async def test_a_cosignature_of_a_longer_text_is_refused(
    added: str, office: Office, stored: StoredCheckpoint, cosignatures: Cosignatures
) -> None:
    """The line brings the end of the longer text with it, before an empty line of its own."""
    longer = f"{stored.note.text}\n{added}"
    line = f"{added}\n{WITNESS.cosign(longer, MOMENT).text}"
    with pytest.raises(CosignatureRefused):
        await cosignatures.keep(stored, line, NOW)
    assert (await office.books.proofs.checkpoint()).note == stored.note


@pytest.mark.parametrize("around", ["{}\n", "\n{}", "{}\n\n", "— x QUFBQUFB\n{}", "{0}\n{0}"])
async def test_one_line_is_one_line(
    around: str, office: Office, stored: StoredCheckpoint, cosignatures: Cosignatures
) -> None:
    line = WITNESS.cosign(stored.note.text, MOMENT).text
    with pytest.raises(CosignatureRefused):
        await cosignatures.keep(stored, around.format(line), NOW)
    assert (await office.books.proofs.checkpoint()).note == stored.note
