"""OCSP: questions that OpenSSL answers, and answers that are not what they seem."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.x509 import ocsp as library
from hypothesis import given
from hypothesis import strategies as st

from sel.core import chain, revocation
from sel.core.chain import Pool, Settings, link
from sel.core.revocation import Judge, State, Status, ocsp
from tests import paths
from tests.paths import NOW, Made

REVOKED, UNKNOWN = library.OCSPCertStatus.REVOKED, library.OCSPCertStatus.UNKNOWN


@cache
def root() -> Made:
    return paths.make("Root")


@cache
def sian() -> Made:
    return paths.person(root())


@cache
def gwen() -> Made:
    return paths.person(root(), common="Gwen")


def judged(*answers: bytes, nonce: bytes | None = None, extra: tuple[bytes, ...] = ()) -> Status:
    """What these answers say of Siân, whom the root itself certified."""
    pool = Pool([])
    found = chain.find(sian().der, pool, Pool([root().der]), at=NOW)
    assert found.anchor is not None
    evidence = revocation.read_all(("list", each) for each in extra)
    for each in answers:
        evidence += revocation.read(each, origin="answer", nonce=nonce)
    status = Judge(pool, found.anchor, evidence, at=NOW, settings=Settings()).status(found.links)
    return Status(status.state, (*evidence.findings, *status.findings))


def codes(status: Status) -> list[str]:
    return [each.code for each in status.findings]


def good(by: Made, **more) -> bytes:
    return paths.answer(sian(), root(), by, **more)


@pytest.mark.parametrize("by_key", [False, True])
@pytest.mark.parametrize("algorithm", [hashes.SHA1(), hashes.SHA256()])
def test_the_authority_itself_answers(by_key: bool, algorithm: hashes.HashAlgorithm) -> None:
    assert judged(good(root(), by_key=by_key, algorithm=algorithm)) == Status(State.GOOD, ())


@pytest.mark.parametrize("by_key", [False, True])
def test_an_appointed_responder_answers(by_key: bool) -> None:
    by = paths.responder(root())
    assert judged(good(by, by_key=by_key, attach=[by])) == Status(State.GOOD, ())
    status = judged(paths.answer(sian(), root(), by, status=REVOKED, attach=[by]))
    assert (status.state, codes(status)) == (State.REVOKED, ["revoked"])
    assert status.findings[0].what.facts["because"] == "key-compromise"
    assert status.findings[0].source == "RFC 6960 3.2"


def test_an_answer_that_knows_nothing_is_told() -> None:
    status = judged(paths.answer(sian(), root(), root(), status=UNKNOWN))
    assert (status.state, codes(status)) == (State.UNKNOWN, ["ocsp-says-unknown"])


def not_appointed() -> dict[str, Made]:
    """Everybody who is not to answer for this authority."""
    elsewhere = paths.make("Root")
    between = paths.make("Between", root())
    return {
        "a stranger": paths.responder(elsewhere),
        "another authority of the same name": elsewhere,
        "one of an authority below": paths.responder(between),
        "a person": paths.person(root(), common="Responder"),
        "one that has ended": paths.responder(root(), ends=NOW - timedelta(days=1)),
        "one of tomorrow": paths.responder(root(), starts=NOW + timedelta(days=1)),
        "one that may not sign": paths.responder(root(), bits=paths.usage("key_agreement")),
    }


@pytest.mark.parametrize("who", list(not_appointed()))
def test_nobody_else_answers(who: str) -> None:
    by = not_appointed()[who]
    for status in (library.OCSPCertStatus.GOOD, REVOKED):
        found = judged(paths.answer(sian(), root(), by, status=status, attach=[by]))
        assert (found.state, codes(found)) == (State.UNKNOWN, ["ocsp-wrong-signer"])


def test_a_wrong_key_under_a_right_name() -> None:
    thief = paths.responder(paths.make("Root"))
    status = judged(good(thief, attach=[paths.responder(root())]))
    assert (status.state, codes(status)) == (State.UNKNOWN, ["ocsp-wrong-signer"])


def test_an_answer_about_somebody_else_says_nothing() -> None:
    assert judged(paths.answer(gwen(), root(), root())).state is State.UNKNOWN
    other = paths.make("Root")  # the same name and serial under another key
    twin = paths.person(other, serial=sian().certificate.serial_number)
    assert judged(paths.answer(twin, other, other)).state is State.UNKNOWN


def test_time() -> None:
    old = {"made": NOW - timedelta(days=9), "due": NOW - timedelta(days=8)}
    status = judged(good(root(), **old))
    assert (status.state, codes(status)) == (State.UNKNOWN, ["ocsp-outdated"])
    ahead = {"made": NOW + timedelta(hours=1), "due": NOW + timedelta(days=1)}
    status = judged(good(root(), **ahead))
    assert (status.state, codes(status)) == (State.UNKNOWN, ["ocsp-not-yet-valid"])
    assert judged(good(root(), made=NOW - timedelta(hours=20), due=None)).state is State.GOOD
    assert judged(good(root(), made=NOW - timedelta(days=3), due=None)).state is State.UNKNOWN
    for when in (old, ahead):  # a revocation is not forgotten
        assert judged(paths.answer(sian(), root(), root(), status=REVOKED, **when)).state is (
            State.REVOKED
        )


def test_an_answer_to_another_question() -> None:
    assert judged(good(root(), nonce=b"a" * 16), nonce=b"a" * 16).state is State.GOOD
    assert judged(good(root()), nonce=b"a" * 16).state is State.GOOD  # many leave it out
    status = judged(good(root(), nonce=b"b" * 16), nonce=b"a" * 16)
    assert (status.state, codes(status)) == (State.UNKNOWN, ["ocsp-wrong-nonce"])


def test_a_revoked_responder_is_not_believed() -> None:
    by = paths.responder(root(), no_check=False)
    listed = paths.crl(root(), by)
    assert judged(good(by, attach=[by])).state is State.GOOD
    status = judged(good(by, attach=[by]), extra=(paths.crl(gwen(), by, sign=root().key),))
    assert status.state is State.GOOD  # a list under another name does not speak of it
    both = judged(paths.answer(sian(), root(), by, attach=[by]), extra=(listed,))
    assert "ocsp-signer-revoked" in codes(both)


@given(st.data())
def test_a_damaged_answer_never_passes_and_never_crashes(data: st.DataObject) -> None:
    whole = bytearray(sound())
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place] = data.draw(st.integers(0, 255))
    # What lies behind the signature (the responder's certificate) is not covered by it.
    signed = library.load_der_ocsp_response(sound()).tbs_response_bytes
    if bytes(whole).count(signed) == 0:
        assert judged(bytes(whole)).state is State.UNKNOWN
    else:
        judged(bytes(whole))


@cache
def sound() -> bytes:
    return good(root())


def test_openssl_answers_our_question(tmp_path: Path) -> None:
    """`openssl ocsp` reads what we ask and answers; we read what it answers."""
    by = paths.responder(root())
    for name, data in {
        "root.pem": root().pem, "by.pem": by.pem, "by.key": by.key_pem,
        "sian.pem": sian().pem,
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(data)
    serial = f"{sian().certificate.serial_number:X}"
    serial = serial if len(serial) % 2 == 0 else f"0{serial}"
    subject = "/O=Ysgol/CN=Sian"
    asked = ocsp.request(link.read(sian().der), link.read(root().der), b"n" * 32)
    (tmp_path / "asked.der").write_bytes(asked)
    for line, state in (
        (f"V\t271124090000Z\t\t{serial}\tunknown\t{subject}\n", State.GOOD),
        (f"R\t271124090000Z\t261123090000Z,superseded\t{serial}\tunknown\t{subject}\n",
         State.REVOKED),
    ):  # fmt: skip
        (tmp_path / "index.txt").write_text(line)
        subprocess.run(
            ["openssl", "ocsp", "-index", "index.txt", "-CA", "root.pem", "-rsigner", "by.pem",
             "-rkey", "by.key", "-reqin", "asked.der", "-respout", "answer.der",
             "-nmin", "5"],
            cwd=tmp_path, capture_output=True, check=True,
        )  # fmt: skip
        got = (tmp_path / "answer.der").read_bytes()
        now = library.load_der_ocsp_response(got).this_update_utc
        response = ocsp.read(got)
        assert response.nonce == b"n" * 32
        found = ocsp.judge(
            response, link.read(sian().der), link.read(root().der), at=now, nonce=b"n" * 32
        )
        assert found.single is not None
        assert found.single.says == state.value
        assert found.why is None
    shown = subprocess.run(
        ["openssl", "ocsp", "-reqin", tmp_path / "asked.der", "-req_text"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert serial.lstrip("0") in shown.stdout.replace(" ", "")
    ours = paths.answer(sian(), root(), by, attach=[by])
    (tmp_path / "ours.der").write_bytes(ours)
    held = subprocess.run(
        ["openssl", "ocsp", "-respin", tmp_path / "ours.der", "-CAfile", tmp_path / "root.pem",
         "-issuer", tmp_path / "root.pem", "-cert", tmp_path / "sian.pem"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Response verify OK" in held.stderr
