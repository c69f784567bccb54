"""One reader under atheris: bytes that reach new code are bred further. A process of `python -m tests.fuzz`.

Ends with 0 when the time is over and nothing was found; the last bytes are left in the folder given.
"""

import sys
from pathlib import Path

import atheris

_OURS = [
    "domain.checkpoint",
    "domain.encoding",
    "domain.note",
    "services.audit.offline_verifier",
    "services.http.reading",
    "services.importers",
]
with atheris.instrument_imports(include=_OURS):
    from tests.fuzz.parsers import READERS
    from tests.fuzz.reading_bytes import fault_of


class Found(Exception):
    """A reader did what it should not."""


def main() -> None:
    """Breed bytes for the reader named."""
    name, seconds, seed, folder = sys.argv[1:]
    reader = next(one for one in READERS if one.name == name)
    corpus = Path(folder) / "corpus"
    corpus.mkdir()
    for number, good in enumerate(reader.good):
        (corpus / str(number)).write_bytes(good)

    def one(raw: bytes) -> None:
        fault = fault_of(reader, raw)
        if fault:
            raise Found(fault)

    options = [
        f"-max_total_time={seconds}",
        f"-seed={seed}",
        "-max_len=20000",
        "-rss_limit_mb=2048",
        "-timeout=10",
        "-verbosity=0",
        "-print_final_stats=1",
        f"-artifact_prefix={folder}/",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
