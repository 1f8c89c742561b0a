"""The same targets under atheris: inputs that find new ways through the code are kept and bred."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path


def guide(name: str, count: int, seed: int, keep: Path) -> None:
    """Read `count` inputs (libFuzzer ends the process: 0 if none did harm).

    keep  a folder for harmful inputs, and for the corpus, which grows in NAME-corpus
    """
    import atheris  # type: ignore[import-untyped]

    with atheris.instrument_imports(include=["sel"], enable_loader_override=False):
        from tests.fuzz import seeds
        from tests.fuzz.targets import read

        corpus = keep / f"{name}-corpus"
        corpus.mkdir(exist_ok=True)
        for data in seeds.of(name):
            (corpus / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
            read(name, data)
    options = {
        "runs": count,
        "seed": seed,
        "timeout": 5,
        "rss_limit_mb": 1024,
        "max_len": 65536,
        "len_control": 0,
        "print_final_stats": 1,
        "artifact_prefix": f"{keep}/{name}-",
    }
    atheris.Setup(
        [sys.argv[0], *(f"-{key}={value}" for key, value in options.items()), str(corpus)],
        lambda data: read(name, data),
    )
    atheris.Fuzz()
