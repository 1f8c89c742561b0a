"""Checking: whatever file it is, whoever is trusted, and the network by its rules."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, pkcs12
from cryptography.x509 import ocsp as library

from sel.base.errors import FetchFailed, NotACertificate, PassphraseNeeded, WrongPassphrase
from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core.asn1 import armour
from sel.flows import authority, checking
from sel.flows.anchoring import Source
from sel.flows.checking import Checked, Mode, Options, Verdict, Wanted
from sel.net import HttpFetch, KeptFiles
from sel.ports.services import Services
from tests import paths
from tests.flows.desk import desk
from tests.net.server import Site, serving
from tests.paths import Made

NOW = paths.NOW


@dataclass(frozen=True)
class Clock:
    """A clock that stands."""

    moment: datetime = NOW

    def now(self) -> datetime:
        """Always the same."""
        return self.moment


@cache
def root() -> Made:
    return paths.make("Root")


@cache
def issuer() -> Made:
    return paths.make("Issuer", root())


@cache
def sian() -> Made:
    return paths.person(issuer())


@pytest.fixture
def services(tmp_path: Path) -> Services:
    return replace(desk(tmp_path / "data"), clock=Clock())


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as up:
        yield up


def check(services: Services, data: bytes, **options) -> Checked:
    given = {"roots": (root().der,), "chain": (issuer().der,)} | options
    return checking.check(services, data, Options(**given), Silent())


def codes(checked: Checked) -> list[str]:
    return [each.code for each in checked.findings]


def online(services: Services, kept: Path) -> Services:
    """The same, with the network, and with servers on this computer allowed."""
    return replace(
        services, fetch=lambda: HttpFetch(private=True), fetched=lambda: KeptFiles(kept)
    )


# --- files ----------------------------------------------------------------------------------


def test_a_good_path(services: Services) -> None:
    found = check(services, sian().der, wanted=Wanted.PATH)
    assert found.verdict is Verdict.GOOD
    assert found.anchor is Source.GIVEN
    assert [each.hex() for each in found.path] == [
        each.certificate.fingerprint(paths.hashes.SHA256()).hex()
        for each in (sian(), issuer(), root())
    ]
    assert found.revocation == "not-checked"
    assert found.findings == ()


def test_a_chain_in_the_file_will_do(services: Services) -> None:
    for data in (sian().pem + issuer().pem, issuer().pem + sian().pem):
        found = check(services, data, chain=(), wanted=Wanted.PATH)
        assert (found.verdict, found.leaf) == (Verdict.GOOD, sian().der)
    alone = check(services, sian().der, chain=(), wanted=Wanted.PATH)
    assert (alone.verdict, codes(alone)) == (Verdict.BAD, ["issuer-missing"])


def test_a_pkcs7_with_its_chain(services: Services) -> None:
    from cryptography.hazmat.primitives.serialization import pkcs7

    data = pkcs7.serialize_certificates([issuer().certificate, sian().certificate], Encoding.DER)
    found = check(services, data, chain=(), wanted=Wanted.PATH)
    assert (found.verdict, found.leaf) == (Verdict.GOOD, sian().der)


def test_a_pkcs12_is_judged_by_the_certificate_of_its_key(services: Services) -> None:
    word = Secret("pysgodyn afon lleuad")
    few_rounds = (
        PrivateFormat.PKCS12.encryption_builder().kdf_rounds(1_000).build(b"pysgodyn afon lleuad")
    )
    data = pkcs12.serialize_key_and_certificates(
        b"sian", sian().key, sian().certificate, [root().certificate, issuer().certificate],
        few_rounds,
    )  # fmt: skip
    found = check(services, data, chain=(), passphrase=word, wanted=Wanted.PATH)
    assert (found.verdict, found.leaf) == (Verdict.GOOD, sian().der)
    with pytest.raises(PassphraseNeeded):
        check(services, data)
    with pytest.raises(WrongPassphrase):
        check(services, data, passphrase=Secret("arall"))


def test_a_signed_mail_is_judged_by_its_signer(services: Services, tmp_path: Path) -> None:
    for name, data in {
        "sian.pem": sian().pem, "sian.key": sian().key_pem, "issuer.pem": issuer().pem,
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(data)
    (tmp_path / "text").write_text("Bore da\n")
    subprocess.run(
        ["openssl", "cms", "-sign", "-signer", "sian.pem", "-inkey", "sian.key", "-certfile",
         "issuer.pem", "-in", "text", "-from", "sian.llyr@school.example", "-out", "mail.eml"],
        cwd=tmp_path, capture_output=True, check=True,
    )  # fmt: skip
    mail = (tmp_path / "mail.eml").read_bytes()
    found = check(services, mail, chain=(), wanted=Wanted.SIGN)
    assert (found.leaf, found.anchor) == (sian().der, Source.GIVEN)
    assert found.verdict is not Verdict.BAD, codes(found)
    altered = mail.replace(b"Bore da", b"Nos da!")
    assert altered != mail
    assert check(services, altered, chain=(), wanted=Wanted.SIGN).verdict is Verdict.BAD


def test_what_is_no_certificate_is_refused(services: Services) -> None:
    for data in (b"", b"hello", paths.crl(issuer())):
        with pytest.raises(NotACertificate):
            check(services, data)
    with pytest.raises(NotACertificate):
        check(services, sian().der, roots=(b"hello",))


def test_a_purpose_adds_what_mail_programs_ask(services: Services) -> None:
    found = check(services, sian().der, wanted=Wanted.ENCRYPT, mailbox="gwen@school.example")
    assert {"address-differs", "cannot-encrypt"} <= set(codes(found))
    assert found.verdict is Verdict.BAD
    assert "address-differs" not in codes(check(services, sian().der, wanted=Wanted.SIGN))


def test_its_own_end_is_told_once(services: Services) -> None:
    later = NOW + timedelta(days=299, hours=25)
    found = check(services, sian().der, at=later)
    assert codes(found).count("expired") == 1
    assert "path-expired" not in codes(found)
    assert codes(check(services, sian().der, at=later, wanted=Wanted.PATH)) == ["path-expired"]


# --- whom to trust --------------------------------------------------------------------------


def test_without_roots_nobody_here_trusts_a_stranger(services: Services) -> None:
    found = check(services, sian().der, roots=None, chain=(issuer().der, root().der))
    assert (found.anchor, found.verdict) == (None, Verdict.BAD)
    assert "root-not-trusted" in codes(found)


def test_this_books_pilot_is_trusted_and_named(tmp_path: Path) -> None:
    services = desk(tmp_path / "data")
    authority.found(services, "Ysgol", ["school.example"], Silent())
    pilot = services.book().authority()
    assert pilot is not None
    found = check(services, pilot.issuer, roots=None, chain=(), wanted=Wanted.PATH,
                  mode=Mode.REQUIRE)  # fmt: skip
    assert (found.anchor, found.verdict, found.revocation) == (
        Source.PILOT, Verdict.GOOD, "good",
    )  # fmt: skip


def test_what_ones_own_pilot_revoked_is_known_without_a_list(tmp_path: Path) -> None:
    from tests.pilot import person

    services = desk(tmp_path / "data")
    authority.found(services, "Ysgol", ["school.example"], Silent())
    issued = authority.issue(services, person().request)
    found = check(services, issued.der, roots=None, chain=(), wanted=Wanted.PATH,
                  mode=Mode.PREFER)  # fmt: skip
    assert (found.anchor, found.verdict) == (Source.PILOT, Verdict.GOOD)
    authority.revoke(services, issued.serial)
    found = check(services, issued.der, roots=None, chain=(), wanted=Wanted.PATH,
                  mode=Mode.PREFER)  # fmt: skip
    assert (found.revocation, found.verdict) == ("revoked", Verdict.BAD)
    listed = (("own.crl", authority.crl(services)),)
    assert check(services, issued.der, roots=None, crls=listed).revocation == "revoked"


def test_whom_the_person_trusts_is_named(services: Services) -> None:
    from sel.core import keypair
    from sel.core.chain import link
    from sel.ports.book import Additions, NewCertificate, Role

    book = services.book()
    spki = keypair.spki_sha256(link.read(root().der).spki)
    book.add(Additions(certificates=(NewCertificate(root().der, spki, Role.CHAIN),)))
    found = check(services, sian().der, roots=None, wanted=Wanted.PATH)
    assert found.anchor is None
    book.trust("authority", link.read(root().der).sha256, how="fingerprint")
    found = check(services, sian().der, roots=None, wanted=Wanted.PATH)
    assert (found.anchor, found.verdict) == (Source.PERSON, Verdict.GOOD)
    # Without Sêl's own keys nobody can tell who wrote that into the book.
    from sel import wiring

    locked = replace(
        wiring.build(services.data, lambda: None, False, ()), clock=Clock(),
        anchors=services.anchors,
    )  # fmt: skip
    found = check(locked, sian().der, roots=None, wanted=Wanted.PATH)
    assert found.anchor is None
    assert "trust-not-verified" in codes(found)


def test_a_root_of_the_policy_is_named(services: Services) -> None:
    managed = replace(services, policy=replace(services.policy, roots=(root().der,)))
    assert check(managed, sian().der, roots=None).anchor is Source.POLICY


# --- revocation -----------------------------------------------------------------------------


def test_given_lists_decide(services: Services) -> None:
    good = (("root.crl", paths.crl(root())), ("issuer.crl", paths.crl(issuer())))
    found = check(services, sian().der, crls=good, wanted=Wanted.PATH, mode=Mode.REQUIRE)
    assert (found.verdict, found.revocation, codes(found)) == (Verdict.GOOD, "good", [])
    pem = armour("X509 CRL", paths.crl(issuer(), sian()))
    for data in (paths.crl(issuer(), sian()), pem):
        found = check(services, sian().der, crls=(("x.crl", data),), wanted=Wanted.PATH)
        assert (found.verdict, found.revocation) == (Verdict.BAD, "revoked")
        assert codes(found)[0] == "revoked"


def test_an_answer_of_ocsp_counts_among_the_lists(services: Services) -> None:
    given = (
        ("a", paths.answer(sian(), issuer(), issuer())),
        ("b", paths.answer(issuer(), root(), root())),
    )
    found = check(services, sian().der, crls=given, wanted=Wanted.PATH, mode=Mode.REQUIRE)
    assert (found.verdict, found.revocation) == (Verdict.GOOD, "good")


@pytest.mark.parametrize(
    ("mode", "verdict", "said"),
    [
        (Mode.OFF, Verdict.GOOD, "not-checked"),
        (Mode.PREFER, Verdict.GOOD, "unknown"),
        (Mode.REQUIRE, Verdict.BAD, "unknown"),
    ],
)
def test_how_much_not_knowing_matters(
    services: Services, mode: Mode, verdict: Verdict, said: str
) -> None:
    found = check(services, sian().der, mode=mode, wanted=Wanted.PATH)
    assert (found.verdict, found.revocation) == (verdict, said)


def test_a_broken_list_is_a_finding(services: Services) -> None:
    found = check(services, sian().der, crls=(("x.crl", b"rubbish"),), wanted=Wanted.PATH)
    assert "crl-unreadable" in codes(found)
    assert found.verdict is Verdict.WARNINGS


# --- the network ----------------------------------------------------------------------------


def asking(site: Site) -> tuple[Made, Made]:
    """An authority and a person that name lists on this site; and an answerer."""
    between = paths.make(
        "Between", root(), extensions=[(paths.crl_point(site.url("/root.crl")), False)]
    )
    return between, paths.person(
        between, paths.crl_point(site.url("/between.crl")), paths.ocsp_at(site.url("/ocsp"))
    )


def test_lists_are_fetched_once_and_kept(services: Services, site: Site, tmp_path: Path) -> None:
    between, leaf = asking(site)
    site.answers["/root.crl"] = (200, {}, paths.crl(root()))
    site.answers["/between.crl"] = (200, {}, paths.crl(between))
    net = online(services, tmp_path / "kept")
    for _ in range(2):
        found = check(net, leaf.der, chain=(between.der,), wanted=Wanted.PATH)
        assert (found.verdict, found.revocation, codes(found)) == (Verdict.GOOD, "good", [])
    assert sorted(site.asked) == ["GET /between.crl", "GET /root.crl"]
    later = replace(net, clock=Clock(NOW + timedelta(days=8)))
    site.answers["/between.crl"] = (200, {}, paths.crl(between, leaf, number=2))
    found = check(later, leaf.der, chain=(between.der,), wanted=Wanted.PATH)
    assert (found.verdict, found.revocation) == (Verdict.BAD, "revoked")


def test_a_list_comes_before_an_answer(services: Services, site: Site, tmp_path: Path) -> None:
    between, leaf = asking(site)
    site.answers["/root.crl"] = (200, {}, paths.crl(root()))

    def answered(sent: bytes) -> bytes:
        nonce = library.load_der_ocsp_request(sent).extensions[0].value
        return paths.answer(leaf, between, between, nonce=nonce.nonce)

    site.answers["/ocsp"] = answered
    net = online(services, tmp_path / "kept")
    for _ in range(2):
        found = check(net, leaf.der, chain=(between.der,), wanted=Wanted.PATH)
        assert (found.verdict, found.revocation) == (Verdict.GOOD, "good")
    # The list is not there, so the responder is asked; its answer is kept.
    assert site.asked.count("POST /ocsp") == 1
    assert site.asked.index("GET /between.crl") < site.asked.index("POST /ocsp")


def test_an_answer_with_another_nonce_is_not_taken(
    services: Services, site: Site, tmp_path: Path
) -> None:
    between, leaf = asking(site)
    site.answers["/root.crl"] = (200, {}, paths.crl(root()))
    site.answers["/ocsp"] = lambda sent: paths.answer(leaf, between, between, nonce=b"x" * 32)
    found = check(online(services, tmp_path), leaf.der, chain=(between.der,), wanted=Wanted.PATH)
    assert found.revocation == "unknown"
    assert "ocsp-wrong-nonce" in codes(found)


def test_nobody_is_asked_about_a_path_that_does_not_stand(
    services: Services, site: Site, tmp_path: Path
) -> None:
    between, leaf = asking(site)
    found = check(online(services, tmp_path), leaf.der, chain=(), wanted=Wanted.PATH)
    assert codes(found) == ["issuer-missing"]
    stranger = paths.make("Root")
    check(online(services, tmp_path), leaf.der, chain=(between.der,), roots=(stranger.der,))
    assert site.asked == []


def test_nobody_is_asked_where_nothing_may_leave(services: Services, site: Site) -> None:
    between, leaf = asking(site)
    found = check(services, leaf.der, chain=(between.der,), mode=Mode.REQUIRE)
    assert (found.revocation, found.verdict) == ("unknown", Verdict.BAD)
    off = online(services, services.data)
    check(off, leaf.der, chain=(between.der,), mode=Mode.OFF)
    assert site.asked == []


def test_what_could_not_be_fetched_is_told(services: Services, site: Site, tmp_path: Path) -> None:
    between, leaf = asking(site)
    found = check(online(services, tmp_path), leaf.der, chain=(between.der,), wanted=Wanted.PATH)
    assert found.verdict is Verdict.WARNINGS
    assert {"revocation-unknown", "revocation-not-fetched"} == set(codes(found))
    closed = replace(services, fetch=lambda: HttpFetch(), fetched=lambda: None)
    found = check(closed, leaf.der, chain=(between.der,), wanted=Wanted.PATH)
    reasons = {each.what.facts.get("reason") for each in found.findings}
    assert "address" in reasons


def test_a_network_that_is_down_is_not_waited_for_again_and_again(services: Services) -> None:
    asked: list[str] = []

    class Down:
        def get(self, url: str, *, limit: int) -> bytes:
            asked.append(url)
            raise FetchFailed(host=url.split("/")[2], reason="too-slow")

        def post(self, url: str, body: bytes, *, kind: str, limit: int) -> bytes:
            return self.get(url, limit=limit)

    urls = [f"http://{n}.school.example/{path}" for n in range(4) for path in "ab"]
    leaf = paths.person(root(), paths.crl_point(*urls), paths.ocsp_at(urls[0]))
    net = replace(services, fetch=Down, fetched=lambda: None)
    found = check(net, leaf.der, chain=(), wanted=Wanted.PATH)
    assert found.revocation == "unknown"
    assert asked == [urls[0], urls[2], urls[0]]  # no host twice for one kind of question


def test_a_delta_is_fetched_where_it_is_named(
    services: Services, site: Site, tmp_path: Path
) -> None:
    from cryptography import x509

    point = x509.FreshestCRL(list(paths.crl_point(site.url("/delta.crl"))))
    leaf = paths.person(root(), paths.crl_point(site.url("/root.crl")), point)
    site.answers["/root.crl"] = (200, {}, paths.crl(root(), number=5))
    site.answers["/delta.crl"] = (200, {}, paths.crl(root(), leaf, number=6, base=5))
    found = check(online(services, tmp_path), leaf.der, chain=(), wanted=Wanted.PATH)
    assert found.revocation == "revoked"


def test_a_forged_list_is_not_kept(services: Services, site: Site, tmp_path: Path) -> None:
    """It says that it counts for years, and would keep the real one away all that time."""
    between, leaf = asking(site)
    site.answers["/root.crl"] = (200, {}, paths.crl(root()))
    ever = NOW + timedelta(days=9000)
    site.answers["/between.crl"] = (200, {}, paths.crl(between, due=ever, sign=paths.key()))
    net = online(services, tmp_path / "kept")
    found = check(net, leaf.der, chain=(between.der,), wanted=Wanted.PATH)
    assert (found.revocation, "crl-wrong-signer" in codes(found)) == ("unknown", True)
    site.answers["/between.crl"] = (200, {}, paths.crl(between))
    found = check(net, leaf.der, chain=(between.der,), wanted=Wanted.PATH)
    assert (found.verdict, found.revocation) == (Verdict.GOOD, "good")


# --- the edges ------------------------------------------------------------------------------


def test_of_an_anchor_itself_nobody_knows_whether_it_is_revoked(services: Services) -> None:
    alone = {"roots": (sian().der,), "wanted": Wanted.PATH}
    for mode, verdict in ((Mode.PREFER, Verdict.GOOD), (Mode.REQUIRE, Verdict.BAD)):
        found = check(services, sian().der, mode=mode, **alone)
        assert (found.verdict, found.revocation) == (verdict, "not-checked")


@pytest.mark.parametrize("wanted", list(Wanted))
@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_time_are_days_like_others(
    services: Services, wanted: Wanted, year: int
) -> None:
    lists = (("a", paths.crl(root())), ("b", paths.answer(sian(), issuer(), issuer(), due=None)))
    at = datetime(year, 12, 31, 23, 59, 59, tzinfo=NOW.tzinfo)
    at = at if year > 1 else datetime(1, 1, 1, tzinfo=NOW.tzinfo)
    found = check(services, sian().der, crls=lists, at=at, wanted=wanted)
    assert found.verdict is Verdict.BAD
