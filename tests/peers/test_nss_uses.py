"""NSS, which Thunderbird stands on, and our rules allow the same uses of the same certificates."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from sel.core import certificate
from sel.core.finding import Level
from sel.core.rules import Purpose, judge
from tests.core.golden import writing as w
from tests.core.golden.cases import AT
from tests.core.golden.cases_path import authority, key
from tests.core.golden.writing import Shape

CLIENT, SERVER = "1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1"
UNKNOWN = w.extension("1.3.6.1.4.1.32473.3", w.tlv(0x05), critical=True)
SHAPES = {
    "good": Shape(),
    "signs": Shape(changes={"usage": w.usage(0x80, unused=7)}),
    "transports": Shape(changes={"usage": w.usage(0x20, unused=5)}),
    "certifies": Shape(changes={"usage": w.usage(0x04, unused=2)}),
    "usage-unstated": Shape(changes={"usage": None}),
    "not-for-mail": Shape(changes={"extended": w.extended(SERVER)}),
    "for-mail-too": Shape(changes={"extended": w.extended(w.MAIL, CLIENT)}),
    "extended-absent": Shape(changes={"extended": None}),
    "expired": Shape(ends=w.utc("261110120000Z")),
    "not-yet-valid": Shape(starts=w.utc("261201120000Z")),
    "critical-unknown": Shape(changes={"unknown": UNKNOWN}),
    "key-broken": Shape(spki=w.rsa_spki(w.modulus(768))),
    "no-revocation-source": Shape(changes={"crl": None, "access": None}),
    "alternative-name": Shape(changes={"names": w.names(w.mailbox("other@school.example"))}),
}
# NSS 3.87 still takes such a short key; nobody should.
OURS_ALONE = {"key-broken"}
USES = {Purpose.SIGN: "S", Purpose.ENCRYPT: "R"}


def _run(*arguments: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["certutil", *arguments], input=data, capture_output=True, check=False)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh one that trusts our root for mail."""
    folder = tmp_path_factory.mktemp("nss")
    _run("-N", "-d", f"sql:{folder}", "--empty-password")
    root = authority("issuer", "issuer")
    added = _run("-A", "-d", f"sql:{folder}", "-n", "root", "-t", ",C,", data=root)
    assert added.returncode == 0, added.stderr
    return folder


@pytest.mark.parametrize("name", SHAPES)
def test_both_allow_the_same(name: str, database: Path) -> None:
    der = SHAPES[name].der(key("issuer"))
    at = datetime.fromisoformat(AT)
    where = f"sql:{database}"
    added = _run("-A", "-d", where, "-n", name, "-t", ",,", data=der)
    assert added.returncode == 0, added.stderr
    facts = certificate.read(der)
    for purpose, use in USES.items():
        checked = _run("-V", "-d", where, "-n", name, "-u", use, "-b", f"{at:%y%m%d%H%M%S}Z")
        errors = [
            finding.code
            for finding in judge(facts, at=at, purpose=purpose)
            if finding.level is Level.ERROR and finding.code not in OURS_ALONE
        ]
        assert (checked.returncode == 0) is (not errors), (purpose, errors, checked.stdout)
