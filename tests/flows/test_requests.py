"""From nothing to a certificate, and every answer that is no answer."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sel.base.errors import (
    AnswerExpired,
    AnswerIsAuthority,
    AnswerOtherAddress,
    ComputerForgets,
    MemberEncrypted,
    NoMatch,
    NotACertificate,
    OutputExists,
    UnknownId,
)
from sel.base.progress import Silent
from sel.core import keypair, request
from sel.core.asn1 import armour
from sel.core.keypair import KeyKind
from sel.core.request import Asked
from sel.flows import requests
from sel.flows.identities import State, identities
from sel.ports.book import Role
from sel.ports.services import Services
from tests.core.container_material import archive, attachment, outlook_message
from tests.flows.desk import FOUNDED, desk, issued, now
from tests.pilot import SIAN, person

ASKED = Asked((SIAN,), "Siân Llŷr")


@pytest.fixture
def sian(tmp_path: Path) -> Services:
    return desk(tmp_path / "sian")


def _made(services: Services, asked: Asked = ASKED) -> requests.Made:
    return requests.make(services, asked, KeyKind.EC_P256, Silent())


def test_the_key_is_kept_before_the_request_is_shown(sian: Services) -> None:
    made = _made(sian)
    kept = sian.book().private_key(made.id)
    assert keypair.spki_of(kept) == made.request.spki
    (one,) = identities(sian.book(), now())
    assert (one.id, one.state, one.emails) == (made.id, State.WAITING, (SIAN,))
    assert made.id == made.request.spki_sha256.hex()[:8]


@pytest.mark.parametrize("form", ["der", "pem", "p7b", "pem-chain-first"])
def test_an_answer_in_any_form_and_order(sian: Services, form: str) -> None:
    made = _made(sian)
    der = issued(made)
    pems = [armour("CERTIFICATE", each) for each in (der, FOUNDED.issuer, FOUNDED.root)]
    answer = {
        "der": der,
        "pem": pems[0],
        "pem-chain-first": b"".join(reversed(pems)),
        "p7b": subprocess.run(
            ["openssl", "crl2pkcs7", "-nocrl", "-outform", "DER", "-certfile", "/dev/stdin"],
            input=b"".join(reversed(pems)), capture_output=True, check=True,
        ).stdout,
    }[form]  # fmt: skip
    chain = (pems[1] + pems[2],) if form in {"der", "pem"} else ()
    finished = requests.finish(sian, answer, chain, Silent())
    assert finished.identity.state is State.CURRENT
    assert finished.identity.id == made.id
    assert finished.findings == ()
    held = {each.der for each in sian.book().certificates(Role.CHAIN)}
    assert held == {FOUNDED.issuer, FOUNDED.root}


def test_twice_is_once(sian: Services) -> None:
    der = issued(_made(sian))
    assert requests.finish(sian, der, (), Silent()).new
    assert not requests.finish(sian, der, (), Silent()).new
    assert len(sian.book().certificates(Role.OWN)) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"<html><body>Please sign in</body></html>", NotACertificate),
        (person().request, NotACertificate),
        (b"", NotACertificate),
        (person().certificate, NoMatch),
        (FOUNDED.issuer, AnswerIsAuthority),
        (armour("CERTIFICATE", FOUNDED.root) + armour("CERTIFICATE", FOUNDED.issuer),
         AnswerIsAuthority),
    ],
)  # fmt: skip
def test_what_is_no_answer_changes_nothing(
    sian: Services, answer: bytes, error: type[Exception]
) -> None:
    _made(sian)
    before = (sian.data / "sel.db").read_bytes()
    with pytest.raises(error):
        requests.finish(sian, answer, (), Silent())
    assert (sian.data / "sel.db").read_bytes() == before


def test_a_login_page_is_named_as_one(sian: Services) -> None:
    with pytest.raises(NotACertificate) as caught:
        requests.finish(sian, b"\n<!doctype html><html>", (), Silent())
    assert caught.value.what.facts["looks_like"] == "html"


def test_expired_answers_are_refused(sian: Services) -> None:
    made = _made(sian)
    with pytest.raises(AnswerExpired):
        requests.finish(sian, issued(made, start=-10, days=5), (), Silent())


def test_an_answer_for_other_addresses_is_refused(sian: Services) -> None:
    made = _made(sian)
    with pytest.raises(AnswerOtherAddress):
        requests.finish(sian, issued(made, ("other@school.example",)), (), Silent())


def test_an_authority_on_our_own_key_is_refused(sian: Services) -> None:
    made = _made(sian)
    der = _ca_on(made.request.spki)
    with pytest.raises(AnswerIsAuthority):
        requests.finish(sian, der, (), Silent())


def _ca_on(spki: bytes) -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    public = serialization.load_der_public_key(spki)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "CA")])
    built = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name)
        .public_key(public).serial_number(1).not_valid_before(now())  # type: ignore[arg-type]
        .not_valid_after(now() + timedelta(days=9))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    return built.public_bytes(serialization.Encoding.DER)


def test_an_answer_that_lacks_one_of_two_addresses_is_kept_with_a_warning(sian: Services) -> None:
    made = _made(sian, Asked((SIAN, "s.llyr@school.example"), "Siân"))
    finished = requests.finish(sian, issued(made), (), Silent())
    assert [each.code for each in finished.findings] == ["answer-lacks-address"]
    assert finished.identity.state is State.CURRENT


def test_an_answer_that_begins_later_waits(sian: Services) -> None:
    made = _made(sian)
    finished = requests.finish(sian, issued(made, start=3), (), Silent())
    assert [each.code for each in finished.findings] == ["answer-not-yet-valid"]
    assert finished.identity.state is State.WAITING
    later = now() + timedelta(days=4)
    assert identities(sian.book(), later)[0].state is State.CURRENT


def test_the_right_request_of_two_is_finished(sian: Services) -> None:
    first, second = _made(sian), _made(sian)
    finished = requests.finish(sian, issued(second), (), Silent())
    assert finished.identity.id == second.id
    states = {each.id: each.state for each in identities(sian.book(), now())}
    assert states == {first.id: State.WAITING, second.id: State.CURRENT}


def test_a_cancelled_request_is_hidden_and_a_late_answer_finishes_it(sian: Services) -> None:
    made = _made(sian)
    requests.cancel(sian, made.id)
    assert requests.waiting(sian) == ()
    assert requests.finish(sian, issued(made), (), Silent()).identity.state is State.CURRENT


def test_renewal_adds_and_the_old_key_stays(sian: Services) -> None:
    old, new = _made(sian), _made(sian)
    requests.finish(sian, issued(old, start=-2), (), Silent())
    requests.finish(sian, issued(new), (), Silent())
    states = {each.id: each.state for each in identities(sian.book(), now())}
    assert states == {old.id: State.OLD, new.id: State.CURRENT}
    assert sian.book().private_key(old.id)


def test_a_computer_that_forgets_makes_no_key(sian: Services) -> None:
    forgetful = replace(sian, forgets=lambda: "temporary-profile")
    with pytest.raises(ComputerForgets):
        requests.make(forgetful, ASKED, KeyKind.EC_P256, Silent())
    assert sian.book().keys() == ()
    assert requests.make(forgetful, ASKED, KeyKind.EC_P256, Silent(), forgets_accepted=True).id


def test_the_text_form_is_read_by_openssl(sian: Services, tmp_path: Path) -> None:
    made = _made(sian)
    done = subprocess.run(
        ["openssl", "req", "-verify", "-noout"], input=requests.text_of(made.request).encode(),
        capture_output=True, check=True,
    )  # fmt: skip
    assert b"OK" in done.stdout + done.stderr
    assert request.read(requests.text_of(made.request).encode()).holds


def test_unknown_ids_are_named(sian: Services) -> None:
    _made(sian)
    for wrong in ("", "zz", "00000000", "0"):
        with pytest.raises(UnknownId):
            requests.show(sian, wrong)


def test_an_output_that_exists_is_refused(sian: Services, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("mine")
    with pytest.raises(OutputExists):
        sian.outputs.write(path, b"new", replace=False)
    assert path.read_text() == "mine"


def test_an_answer_in_an_archive_or_attached_to_a_mail_is_found(sian: Services) -> None:
    made = _made(sian)
    packed = archive({"darllenwch fi.txt": b"Annwyl", "Sian.cer": issued(made)})
    message = outlook_message({}, [attachment("tystysgrif.zip", packed)])
    finished = requests.finish(sian, message, (), Silent())
    assert finished.identity.id == made.id
    assert requests.finish(sian, packed, (), Silent()).new is False


def test_an_answer_in_a_locked_archive_says_so(sian: Services) -> None:
    packed = bytearray(archive({"Sian.cer": issued(_made(sian))}))
    packed[packed.find(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(MemberEncrypted):
        requests.finish(sian, bytes(packed), (), Silent())
