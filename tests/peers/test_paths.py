"""Paths: OpenSSL and pyhanko-certvalidator agree, roots have limits too, nothing stalls us."""

from __future__ import annotations

import asyncio
import subprocess
import time
from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import idna
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

from sel.core import chain, tlv
from tests import paths
from tests.paths import NOW, Made

NameConstraints = x509.NameConstraints


def rfc822(text: str) -> x509.RFC822Name:
    return x509.RFC822Name(text)


def alternative(*names: x509.GeneralName) -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName(list(names))


def named(by: Made, *names: x509.GeneralName) -> Made:
    """A certificate for these names."""
    return paths.make("Siân", by, ca=False, extensions=[(alternative(*names), False)])


def permitting(*names: x509.GeneralName) -> tuple[NameConstraints, bool]:
    return NameConstraints(list(names), None), True


def excluding(*names: x509.GeneralName) -> tuple[NameConstraints, bool]:
    return NameConstraints(None, list(names)), True


STRANGE = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.99999.1"), b"\x05\x00")
Built = tuple[Made, list[Made], Made]
"""root, between, leaf"""


def plain() -> Built:
    root = paths.make("Root")
    issuer = paths.make("Issuer", root)
    return root, [issuer], paths.person(issuer)


def long_enough() -> Built:
    root = paths.make("Root", length=1)
    issuer = paths.make("Issuer", root, length=0)
    return root, [issuer], paths.person(issuer)


def too_long() -> Built:
    root = paths.make("Root")
    one = paths.make("One", root, length=0)
    two = paths.make("Two", one)
    return root, [one, two], paths.person(two)


def no_authority() -> Built:
    root = paths.make("Root")
    nobody = paths.make("Nobody", root, ca=False)
    return root, [nobody], paths.person(nobody)


def may_not_certify() -> Built:
    root = paths.make("Root")
    issuer = paths.make("Issuer", root, bits=paths.usage("crl_sign"))
    return root, [issuer], paths.person(issuer)


def ended() -> Built:
    root = paths.make("Root")
    issuer = paths.make("Issuer", root, ends=NOW - timedelta(days=1))
    return root, [issuer], paths.person(issuer)


def not_begun() -> Built:
    root = paths.make("Root")
    return root, [], paths.person(root, starts=NOW + timedelta(days=1))


def forged() -> Built:
    root = paths.make("Root")
    thief = Made(root.certificate, paths.key())
    return root, [], paths.person(thief)


def strange() -> Built:
    root = paths.make("Root")
    return root, [], paths.make("Siân", root, ca=False, extensions=[(STRANGE, True)])


def strange_but_not_critical() -> Built:
    root = paths.make("Root")
    return root, [], paths.make("Siân", root, ca=False, extensions=[(STRANGE, False)])


def inside(*limits: tuple[NameConstraints, bool], name: x509.GeneralName) -> Built:
    root = paths.make("Root")
    issuer = paths.make("Issuer", root, extensions=limits)
    return root, [issuer], named(issuer, name)


SCHOOL = rfc822("school.example")
CASES: dict[str, tuple[Callable[[], Built], str | None]] = {
    "plain": (plain, None),
    "long enough": (long_enough, None),
    "too long": (too_long, "path-length"),
    "no authority": (no_authority, "not-an-authority"),
    "may not certify": (may_not_certify, "key-usage"),
    "ended": (ended, "path-expired"),
    "not begun": (not_begun, "path-not-yet-valid"),
    "forged": (forged, "signature"),
    "strange": (strange, "unknown-critical"),
    "strange but not critical": (strange_but_not_critical, None),
    "address inside": (
        lambda: inside(permitting(SCHOOL), name=rfc822("sian@school.example")),
        None,
    ),
    "address outside": (
        lambda: inside(permitting(SCHOOL), name=rfc822("sian@other.example")),
        "name-constraints",
    ),
    "address below": (
        lambda: inside(permitting(SCHOOL), name=rfc822("sian@a.school.example")),
        "name-constraints",
    ),
    "subdomains": (
        lambda: inside(
            permitting(rfc822(".school.example")), name=rfc822("sian@a.school.example")
        ),
        None,
    ),
    "excluded": (
        lambda: inside(
            excluding(rfc822("sian@school.example")), name=rfc822("sian@school.example")
        ),
        "name-constraints",
    ),
    "DNS name below": (
        lambda: inside(permitting(x509.DNSName("school.example")),
                       name=x509.DNSName("www.school.example")),
        None,
    ),
    "DNS name beside": (
        lambda: inside(permitting(x509.DNSName("school.example")),
                       name=x509.DNSName("myschool.example")),
        "name-constraints",
    ),
    "IP address inside": (
        lambda: inside(permitting(x509.IPAddress(ip_network("192.0.2.0/24"))),
                       name=x509.IPAddress(ip_network("192.0.2.7/32").network_address)),
        None,
    ),
    "IP address outside": (
        lambda: inside(permitting(x509.IPAddress(ip_network("192.0.2.0/24"))),
                       name=x509.IPAddress(ip_network("198.51.100.7/32").network_address)),
        "name-constraints",
    ),
}  # fmt: skip


def ours(built: Built, **more) -> str | None:
    """None, or why the path does not hold: the reason if there is one, else the code."""
    root, between, leaf = built
    found = chain.find(
        leaf.der,
        chain.Pool(each.der for each in between),
        chain.Pool([root.der]),
        at=NOW,
        **more,
    )
    if found.why is None:
        return None
    return str(found.why.what.facts.get("reason", found.why.code))


@pytest.mark.parametrize("case", list(CASES))
def test_openssl_agrees(case: str, tmp_path: Path) -> None:
    make, expected = CASES[case]
    root, between, leaf = built = make()
    assert ours(built) == expected
    (tmp_path / "root.pem").write_bytes(root.pem)
    (tmp_path / "between.pem").write_bytes(b"".join(each.pem for each in between))
    (tmp_path / "leaf.pem").write_bytes(leaf.pem)
    untrusted = ["-untrusted", tmp_path / "between.pem"] if between else []
    done = subprocess.run(
        ["openssl", "verify", "-attime", str(int(NOW.timestamp())), "-CAfile",
         tmp_path / "root.pem", *untrusted, tmp_path / "leaf.pem"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert (done.returncode == 0) == (expected is None), done.stderr


@pytest.mark.parametrize("case", [c for c in CASES if not c.startswith("IP")])
def test_certvalidator_agrees(case: str) -> None:
    """It has no means to compare addresses of the internet, so those cases are left out."""
    from asn1crypto import x509 as asn1
    from pyhanko_certvalidator import CertificateValidator, ValidationContext, errors

    make, expected = CASES[case]
    root, between, leaf = make()
    context = ValidationContext(
        trust_roots=[asn1.Certificate.load(root.der)],
        other_certs=[asn1.Certificate.load(each.der) for each in between],
        moment=NOW,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    validator = CertificateValidator(asn1.Certificate.load(leaf.der), validation_context=context)
    try:
        asyncio.run(validator.async_validate_path())
        held = True
    except (errors.ValidationError, errors.PathBuildingError):
        held = False
    assert held == (expected is None)


def policies(*numbers: int) -> tuple[x509.CertificatePolicies, bool]:
    listed = [x509.ObjectIdentifier(f"1.3.6.1.4.1.99999.9.{n}") for n in numbers]
    return x509.CertificatePolicies([x509.PolicyInformation(each, None) for each in listed]), False


@pytest.mark.parametrize("wanted", [(), (1,), (2,), (1, 2), (3,)])
@pytest.mark.parametrize("explicit", [False, True])
@pytest.mark.parametrize("leaf_has", [(1,), (2, 3), ()])
@pytest.mark.parametrize("mapped", [False, True])
def test_openssl_agrees_on_policies(
    wanted: tuple[int, ...],
    explicit: bool,
    leaf_has: tuple[int, ...],
    mapped: bool,
    tmp_path: Path,
) -> None:
    root = paths.make("Root")
    extensions = [policies(1, 2)]
    if mapped:  # what the issuer calls 1, those below call 3
        pair = b"".join(
            tlv.encode(tlv.OID, bytes.fromhex("2b06010401868d1f09") + bytes([n])) for n in (1, 3)
        )
        value = tlv.encode(tlv.SEQUENCE, tlv.encode(tlv.SEQUENCE, pair))
        odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.33"), value)
        extensions.append((odd, False))
    issuer = paths.make("Issuer", root, extensions=extensions)
    own = [policies(*leaf_has)] if leaf_has else []
    leaf = paths.make("Siân", issuer, ca=False, extensions=own)
    oids = [f"1.3.6.1.4.1.99999.9.{n}" for n in wanted]
    settings = chain.Settings(frozenset(oids) or None, explicit=explicit)
    held = ours((root, [issuer], leaf), settings=settings)
    for name, data in (("root", root.pem), ("issuer", issuer.pem), ("leaf", leaf.pem)):
        (tmp_path / name).write_bytes(data)
    asked = [part for oid in oids for part in ("-policy", oid)] or ["-policy", "2.5.29.32.0"]
    done = subprocess.run(
        ["openssl", "verify", "-policy_check", *asked, *(["-explicit_policy"] * explicit),
         "-attime", str(int(NOW.timestamp())), "-CAfile", tmp_path / "root",
         "-untrusted", tmp_path / "issuer", tmp_path / "leaf"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert held in {None, "policy"}
    assert (done.returncode == 0) == (held is None), done.stderr


def test_a_roots_own_constraints_and_length_and_dates_count() -> None:
    root = paths.make("Root", extensions=[permitting(SCHOOL)])
    assert ours((root, [], named(root, rfc822("sian@school.example")))) is None
    assert ours((root, [], named(root, rfc822("sian@other.example")))) == "name-constraints"
    short = paths.make("Root", length=0)
    below = paths.make("Below", short)
    assert ours((short, [below], paths.person(below))) == "path-length"
    old = paths.make("Root", ends=NOW - timedelta(days=1))
    assert ours((old, [], paths.person(old))) == "root-expired"
    young = paths.make("Root", starts=NOW + timedelta(days=1))
    assert ours((young, [], paths.person(young))) == "root-not-yet-valid"


def test_a_trusted_person_certifies_nobody() -> None:
    friend = paths.make("Friend", ca=False)
    assert ours((friend, [], paths.person(friend))) == "not-an-authority"
    assert ours((friend, [], friend)) is None


def test_addresses_in_the_subject_count_with_and_without_others() -> None:
    issuer = paths.make("Root", extensions=[permitting(SCHOOL)])

    def leaf(address: str, *names: x509.GeneralName) -> Made:
        mail = x509.NameAttribute(x509.NameOID.EMAIL_ADDRESS, address)
        subject = x509.Name([*paths.name("Siân"), mail])
        mine = paths.key()
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer.certificate.subject)
            .public_key(mine.public_key())
            .serial_number(77)
            .not_valid_before(NOW)
            .not_valid_after(NOW + timedelta(days=1))
        )
        if names:
            builder = builder.add_extension(alternative(*names), critical=False)
        return Made(builder.sign(issuer.key, hashes.SHA256()), mine)

    inside_, outside = "sian@school.example", "sian@other.example"
    assert ours((issuer, [], leaf(outside))) == "name-constraints"
    assert ours((issuer, [], leaf(outside, rfc822(inside_)))) == "name-constraints"
    assert ours((issuer, [], leaf(inside_))) is None
    assert ours((issuer, [], leaf(inside_, rfc822(inside_)))) is None


def utf8_mailbox(address: str) -> x509.OtherName:
    from sel.core import tlv

    kind = x509.ObjectIdentifier("1.3.6.1.5.5.7.8.9")
    return x509.OtherName(kind, tlv.encode(0x0C, address.encode()))


def test_constraints_hold_for_addresses_in_utf8() -> None:
    wide = paths.make(
        "Root", extensions=[permitting(rfc822(idna.encode("ysgôl.example").decode()))]
    )
    assert ours((wide, [], named(wide, utf8_mailbox("siân@ysgôl.example")))) is None
    assert ours((wide, [], named(wide, utf8_mailbox("siân@ysgol.example")))) == "name-constraints"
    plain_limits = paths.make("Root", extensions=[permitting(SCHOOL)])
    inside_ = named(plain_limits, utf8_mailbox("siân@school.example"))
    outside = named(plain_limits, utf8_mailbox("siân@other.example"))
    assert ours((plain_limits, [], inside_)) is None
    assert ours((plain_limits, [], outside)) == "name-constraints"


def test_what_cannot_be_compared_is_said_to_be_uncheckable() -> None:
    upn = x509.ObjectIdentifier("1.3.6.1.4.1.311.20.2.3")
    limit = x509.OtherName(upn, b"\x0c\x01a")
    issuer = paths.make("Root", extensions=[permitting(limit)])
    other = named(issuer, x509.OtherName(upn, b"\x0c\x01b"))
    assert ours((issuer, [], other)) == "unsupported"
    assert ours((issuer, [], named(issuer, rfc822("sian@school.example")))) is None


def test_two_hundred_namesakes_cost_less_than_two_seconds() -> None:
    root = paths.make("Root")
    issuer = paths.make("Issuer", root)
    leaf = paths.person(issuer)
    pile = [paths.make("Issuer", root) for _ in range(200)]
    begun = time.process_time()
    found = chain.build(
        leaf.der, pool=[*(each.der for each in pile), issuer.der], anchors=[root.der], at=NOW
    )
    assert found.trusted
    missing = chain.build(leaf.der, pool=[e.der for e in pile], anchors=[root.der], at=NOW)
    assert [each.what.facts["reason"] for each in missing.findings] == ["signature"]
    assert time.process_time() - begun < 2


def test_the_same_name_and_key_two_hundred_times() -> None:
    root, one = paths.make("Root"), paths.key()
    stray = paths.make("Elsewhere")
    pile = [paths.make("Issuer", stray, own=one) for _ in range(200)]
    leaf = paths.person(pile[0])
    begun = time.process_time()
    found = chain.build(leaf.der, pool=[e.der for e in pile], anchors=[root.der], at=NOW)
    assert [each.code for each in found.findings] == ["issuer-missing"]
    right = paths.make("Issuer", root, own=one)
    ders = [*(each.der for each in pile), right.der]
    assert chain.build(leaf.der, pool=ders, anchors=[root.der], at=NOW).trusted
    assert time.process_time() - begun < 2


def test_authorities_that_certify_each_other_in_a_ring() -> None:
    keys = {name: paths.key() for name in "ABC"}
    alone = {name: paths.make(name, own=key) for name, key in keys.items()}
    ring = [
        paths.make(below, alone[above], own=keys[below])
        for below in "ABC"
        for above in "ABC"
        if above != below
    ]
    leaf = paths.person(alone["A"])
    found = chain.build(leaf.der, pool=[e.der for e in ring], anchors=[], at=NOW)
    assert not found.trusted
    root = paths.make("Root")
    ring.append(paths.make("C", root, own=keys["C"]))
    assert chain.build(leaf.der, pool=[e.der for e in ring], anchors=[root.der], at=NOW).trusted


def test_everybody_certifies_everybody() -> None:
    """Twelve authorities have more simple paths than anybody can try."""
    names = [f"A{n}" for n in range(12)]
    alone = {name: paths.make(name) for name in names}
    mesh = [
        paths.make(below, alone[above], own=alone[below].key)
        for below in names
        for above in names
        if above != below
    ]
    leaf = paths.person(alone["A0"])
    begun = time.process_time()
    found = chain.build(
        leaf.der, pool=[e.der for e in mesh], anchors=[paths.make("Root").der], at=NOW
    )
    assert [each.what.facts["reason"] for each in found.findings] == ["too-many"]
    assert time.process_time() - begun < 2


def test_an_authority_for_web_sites_certifies_nobody_for_mail() -> None:
    def under(*usages: x509.ObjectIdentifier) -> Built:
        root = paths.make("Root")
        limit = x509.ExtendedKeyUsage(list(usages))
        issuer = paths.make("Issuer", root, extensions=[(limit, False)])
        return root, [issuer], paths.person(issuer)

    oids = x509.oid.ExtendedKeyUsageOID
    for_mail = chain.Settings(mail=True)
    assert ours(under(oids.SERVER_AUTH), settings=for_mail) == "not-for-mail"
    assert ours(under(oids.SERVER_AUTH)) is None  # RFC 5280 alone has nothing against it
    assert ours(under(oids.SERVER_AUTH, oids.EMAIL_PROTECTION), settings=for_mail) is None
    assert ours(under(oids.ANY_EXTENDED_KEY_USAGE), settings=for_mail) is None
    root, between, leaf = under(oids.CODE_SIGNING)
    built = chain.build(leaf.der, pool=[e.der for e in between], anchors=[root.der], at=NOW)
    assert [each.what.facts["reason"] for each in built.findings] == ["not-for-mail"]


def test_a_way_that_holds_is_found_beside_one_that_does_not() -> None:
    root = paths.make("Root")
    one = paths.key()
    broken = paths.make("Issuer", root, own=one, length=None, extensions=[(STRANGE, True)])
    whole = paths.make("Issuer", root, own=one, starts=NOW - timedelta(days=60))
    leaf = paths.person(whole)
    found = chain.build(leaf.der, pool=[broken.der, whole.der], anchors=[root.der], at=NOW)
    assert found.trusted
    assert found.certificates == (leaf.der, whole.der, root.der)


def test_an_extension_that_stands_twice_is_never_taken() -> None:
    root = paths.make("Root")
    leaf = paths.person(root)
    data = leaf.der
    # subjectKeyIdentifier is not there: make the keyUsage's identifier a second basicConstraints.
    twice = data.replace(bytes.fromhex("0603551d0f"), bytes.fromhex("0603551d13"), 1)
    assert twice != data
    found = chain.build(twice, pool=[], anchors=[root.der], at=NOW)
    assert [each.code for each in found.findings] == ["path-uncheckable"]


def test_weak_signatures_are_refused_unless_the_path_alone_is_judged() -> None:
    short = rsa.generate_private_key(65537, 1024)
    subject = paths.name("Old")
    old = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(short.public_key())
        .serial_number(5)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(short, hashes.SHA256())
    )
    leaf = (
        x509.CertificateBuilder()
        .subject_name(paths.name("Siân"))
        .issuer_name(subject)
        .public_key(short.public_key())
        .serial_number(6)
        .not_valid_before(NOW)
        .not_valid_after(NOW + timedelta(days=1))
        .sign(short, hashes.SHA256())
    )
    roots = chain.Pool([old.public_bytes(paths.Encoding.DER)])
    der, none = leaf.public_bytes(paths.Encoding.DER), chain.Pool([])
    refused = chain.find(der, none, roots, at=NOW)
    assert refused.why is not None
    assert refused.why.code == "path-weak-algorithm"
    assert chain.find(der, none, roots, at=NOW, settings=chain.Settings(weak=True)).why is None
