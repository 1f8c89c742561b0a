"""The pilot as an errand: founded once, issues for its domains alone, survives its own loss."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from sel.base.errors import (
    AddressOutsideAuthority,
    AuthorityExists,
    BackupUnsound,
    BadAddress,
    ComputerForgets,
    NoAuthority,
    NotARequest,
    RequestSignatureInvalid,
    RootKeyGone,
    UnknownId,
    UnsupportedAlgorithm,
    WrongPassphrase,
)
from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core import authority as pure
from sel.core import certificate, keypair, request
from sel.core.keypair import KeyKind
from sel.core.request import Asked
from sel.flows import authority
from sel.ports.book import AuthorityKey
from sel.ports.services import Services
from tests.flows.desk import desk, now
from tests.pilot import DOMAIN, SIAN

WORDS = Secret("castell mynydd afon derwen lleuad pysgodyn gwanwyn")


def _form(email: str = SIAN, kind: KeyKind = KeyKind.EC_P256) -> bytes:
    return request.build(Asked((email,), "Siân"), key=keypair.generate(kind))


@pytest.fixture
def school(tmp_path: Path) -> Services:
    services = desk(tmp_path / "school")
    authority.found(services, "Ysgol", [DOMAIN], Silent(), kind=KeyKind.EC_P256)
    return services


def test_there_is_one_a_book(school: Services) -> None:
    with pytest.raises(AuthorityExists):
        authority.found(school, "Again", [DOMAIN], Silent(), kind=KeyKind.EC_P256)


def test_without_a_pilot_nothing_is_issued(tmp_path: Path) -> None:
    with pytest.raises(NoAuthority):
        authority.issue(desk(tmp_path / "x"), _form())


def test_no_domain_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadAddress):
        authority.found(desk(tmp_path / "x"), "x", ["not a domain"], Silent())


def test_it_issues_for_ninety_days(school: Services) -> None:
    facts = authority.issue(school, _form())
    assert facts.not_after - facts.not_before == timedelta(days=90)
    assert facts.emails == (SIAN,)
    assert [each.certificate.der for each in authority.issued(school)] == [facts.der]


@pytest.mark.parametrize(
    "email", ["a@other.example", f"a@sub.{DOMAIN}", f"a@{DOMAIN}.evil.example"]
)
def test_addresses_outside_are_refused(school: Services, email: str) -> None:
    with pytest.raises(AddressOutsideAuthority):
        authority.issue(school, _form(email))
    assert authority.issued(school) == ()


def test_a_request_has_to_prove_its_key(school: Services) -> None:
    form = bytearray(_form())
    form[form.index(b"sian.llyr")] ^= 1
    with pytest.raises(RequestSignatureInvalid):
        authority.issue(school, bytes(form))
    with pytest.raises(NotARequest):
        authority.issue(school, b"<html>")


def test_weak_and_odd_keys_are_refused(school: Services) -> None:
    from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

    for private in (
        rsa.generate_private_key(public_exponent=65537, key_size=1024),
        ed25519.Ed25519PrivateKey.generate(),
    ):
        from cryptography import x509
        from cryptography.hazmat.primitives import hashes, serialization

        digest = hashes.SHA256() if isinstance(private, rsa.RSAPrivateKey) else None
        csr = (
            x509.CertificateSigningRequestBuilder()
            .subject_name(x509.Name([]))
            .add_extension(x509.SubjectAlternativeName([x509.RFC822Name(SIAN)]), critical=True)
            .sign(private, digest)  # type: ignore[arg-type]
        )
        with pytest.raises(UnsupportedAlgorithm):
            authority.issue(school, csr.public_bytes(serialization.Encoding.DER))


def test_revoked_serials_stand_in_the_next_list(school: Services) -> None:
    one, other = authority.issue(school, _form()), authority.issue(school, _form())
    authority.revoke(school, one.der)
    number, revoked = pure.read_crl(authority.crl(school))
    assert set(revoked) == {one.serial}
    later, revoked = pure.read_crl(authority.crl(school))
    assert later > number
    authority.revoke(school, other.serial)
    assert set(pure.read_crl(authority.crl(school))[1]) == {one.serial, other.serial}
    with pytest.raises(UnknownId):
        authority.revoke(school, 12345)


def test_the_root_key_leaves_after_a_backup_that_was_read_back(
    school: Services, tmp_path: Path
) -> None:
    assert school.book().authority_key(AuthorityKey.ROOT)
    path = tmp_path / "authority.p12"
    authority.back_up(school, path, WORDS, Silent())
    assert not authority.state(school).root_key_here
    with pytest.raises(RootKeyGone):
        school.book().authority_key(AuthorityKey.ROOT)
    assert authority.issue(school, _form()).emails == (SIAN,)


def test_it_comes_back_with_everything_it_knew(school: Services, tmp_path: Path) -> None:
    one, other = authority.issue(school, _form()), authority.issue(school, _form())
    authority.revoke(school, one.der)
    path = tmp_path / "authority.p12"
    authority.back_up(school, path, WORDS, Silent())
    numbers = [pure.read_crl(authority.crl(school))[0] for _ in range(5)]
    new = desk(tmp_path / "new")
    with pytest.raises(WrongPassphrase):
        authority.restore(new, path.read_bytes(), Secret("no"), Silent())
    forgetful = replace(new, forgets=lambda: "temporary-profile")
    with pytest.raises(ComputerForgets):
        authority.restore(forgetful, path.read_bytes(), WORDS, Silent())
    state = authority.restore(new, path.read_bytes(), WORDS, Silent())
    assert state.domains == (DOMAIN,)
    assert (state.root, state.issuer) == (
        authority.state(school).root, authority.state(school).issuer,
    )  # fmt: skip
    held = {each.certificate.serial: each.revoked for each in authority.issued(new)}
    assert set(held) == {one.serial, other.serial}
    assert held[one.serial] is not None
    assert held[other.serial] is None
    later, revoked = pure.read_crl(authority.crl(new))
    assert set(revoked) == {one.serial}
    assert later > max(numbers), "a number that was used after the backup never comes again"
    issued = authority.issue(new, _form())
    assert certificate.read(state.issuer).subject == issued.issuer


def test_an_ordinary_backup_is_no_authority(tmp_path: Path) -> None:
    from sel.core.bundle import Bundle, Entry, Protection, write
    from tests.pilot import person

    one = person()
    data = write(Bundle((Entry(one.key, one.certificate),)), WORDS, protection=Protection.MODERN)
    with pytest.raises(BackupUnsound):
        authority.restore(desk(tmp_path / "x"), data, WORDS, Silent())


def test_lifetimes_are_cut_to_what_a_pilot_may(school: Services) -> None:
    facts = authority.issue(school, _form(), not_after=now() + timedelta(days=999))
    assert facts.not_after - facts.not_before <= timedelta(days=90)
