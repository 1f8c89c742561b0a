"""The certificates of NIST PKITS: the strict and the tolerant reader say the same of each."""

from __future__ import annotations

from pathlib import Path

import cryptography_vectors

from sel.core.certificate import strict, tolerant
from sel.core.spans import NotDer

FOLDER = Path(cryptography_vectors.__file__).parent / "x509" / "PKITS_data" / "certs"


def test_both_readers_say_the_same_of_every_certificate() -> None:
    left_over = []
    paths = sorted(FOLDER.glob("*.crt"))
    assert len(paths) > 400
    for path in paths:
        der = path.read_bytes()
        try:
            facts = strict.read(der)
        except NotDer:
            left_over.append(path.stem)
            continue
        assert facts == tolerant.read(der), path.stem
    assert left_over == []


def test_its_negative_and_long_serial_numbers_are_named() -> None:
    for name, codes in (
        ("InvalidNegativeSerialNumberTest15EE", {"negative-serial"}),
        ("ValidLongSerialNumberTest16EE", set()),
        ("ValidGeneralizedTimenotBeforeDateTest4EE", {"time-form"}),
    ):
        facts = strict.read((FOLDER / f"{name}.crt").read_bytes())
        assert codes <= set(facts.oddities), name
