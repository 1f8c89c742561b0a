"""Properly signed certificates that are made to slip past a careless reader of paths."""

from __future__ import annotations

import subprocess
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID

from sel.core import certificate, chain, tlv
from sel.core.chain import Settings, link, signatures
from tests import paths
from tests.paths import NOW, Made

ADDRESS = b"sian.llyr@school.example"
EMAIL, DIRECTORY = 0x81, 0xA4
ECDSA_SHA256 = bytes.fromhex("300a06082a8648ce3d040302")
MAILBOX_OID = bytes.fromhex("06082b06010505070809")
RSA_SHA256 = bytes.fromhex("300d06092a864886f70d01010b0500")
IN_SEGMENTS = "sian@" + "a" * (32 - 13) + ".example"


def raw(oid: str, value: bytes, *, critical: bool = False) -> tuple[x509.ExtensionType, bool]:
    return x509.UnrecognizedExtension(x509.ObjectIdentifier(oid), value), critical


def constraints(*, permitted: tuple[bytes, ...] = (), excluded: tuple[bytes, ...] = ()) -> tuple:
    """nameConstraints; each entry is the inside of a GeneralSubtree."""
    sides = [
        tlv.encode(tag, *(tlv.encode(tlv.SEQUENCE, each) for each in entries))
        for tag, entries in ((0xA0, permitted), (0xA1, excluded))
        if entries
    ]
    return raw(link.NAME_CONSTRAINTS, tlv.encode(tlv.SEQUENCE, *sides), critical=True)


def email(text: str | bytes, tag: int = EMAIL) -> bytes:
    return tlv.encode(tag, text.encode() if isinstance(text, str) else text)


def mailbox(text: str, tag: int = 0x0C) -> bytes:
    """An otherName with a SmtpUTF8Mailbox."""
    inner = tlv.encode(0xA0, tlv.encode(tag, text.encode()))
    return tlv.encode(0xA0, MAILBOX_OID, inner)


def why(root: Made, between: list[Made], leaf: Made | bytes, *, mail: bool = True) -> str | None:
    """None, or the reason; else the code."""
    found = chain.find(
        leaf if isinstance(leaf, bytes) else leaf.der,
        chain.Pool(each.der for each in between),
        chain.Pool([root.der]),
        at=NOW,
        settings=Settings(mail=mail),
    )
    if found.why is None:
        return None
    return str(found.why.what.facts.get("reason", found.why.code))


def openssl(folder: Path, root: Made, between: list[Made], leaf: Made) -> bool:
    (folder / "root").write_bytes(root.pem)
    (folder / "leaf").write_bytes(leaf.pem)
    (folder / "between").write_bytes(b"".join(each.pem for each in between))
    more = ["-untrusted", folder / "between"] if between else []
    done = subprocess.run(
        ["openssl", "verify", "-purpose", "smimesign", "-attime", str(int(NOW.timestamp())),
         "-CAfile", folder / "root", *more, folder / "leaf"],
        capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode == 0


def under(limit: tuple, *names: bytes) -> str | None:
    """What a leaf with these names is under an issuer with this limit."""
    issuer = paths.make("Issuer", root(), extensions=[limit])
    names_ = raw(link.ALTERNATIVE_NAME, tlv.encode(tlv.SEQUENCE, *names))
    return why(root(), [issuer], paths.make("Siân", issuer, ca=False, extensions=[names_]))


@cache
def root() -> Made:
    return paths.make("Root")


# --- constraints on names -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("sian@school.example", "name-constraints"),
        ("SIAN@School.Example.", "name-constraints"),
        ("sian@school.example ", "malformed"),
        (" sian@school.example", "malformed"),
        ("sian@ school.example", "malformed"),
        ("gwen@school.example", None),
    ],
)
def test_an_excluded_address_is_excluded_however_it_is_spelt(
    name: str, expected: str | None
) -> None:
    """Whoever compares addresses later folds case and takes white space away."""
    assert under(constraints(excluded=(email("sian@school.example"),)), email(name)) == expected


@pytest.mark.parametrize(
    ("base", "name", "expected"),
    [
        ("@school.example", "sian@school.example", None),  # as Windows writes a host
        ("@school.example", "sian@other.example", "name-constraints"),
        ("school.example", "sian@a.school.example", "name-constraints"),
        (".school.example", "sian@school.example", "name-constraints"),
        (".school.example", "sian@myschool.example", "name-constraints"),
        ("SCHOOL.example", "sian@school.EXAMPLE", None),
        ("Sian@school.example", "sian@school.example", "name-constraints"),
        (".", "sian@school.example", "name-constraints"),
        ("school.example", "sian@school.example@other.example", "name-constraints"),
        ("school.example", "nonsense", "malformed"),
    ],
)
def test_forms_of_a_permitted_address(base: str, name: str, expected: str | None) -> None:
    assert under(constraints(permitted=(email(base),)), email(name)) == expected


def test_a_host_with_the_sign_excludes_too() -> None:
    limit = constraints(excluded=(email("@school.example"),))
    assert under(limit, email("sian@school.example")) == "name-constraints"


def test_an_address_in_segments_slips_past_no_constraint() -> None:
    """[1] constructed: nothing to a strict reader, an address to a patient one."""
    hidden = email(tlv.encode(0x0C, IN_SEGMENTS.encode()), tag=0xA1)
    limit = constraints(permitted=(email("school.example"),))
    assert under(limit, email("sian@school.example"), hidden) == "malformed"
    assert under(limit, email("sian@school.example")) is None


def test_a_constraint_in_segments_is_not_stepped_over() -> None:
    hidden = email(tlv.encode(0x16, b"school.example"), tag=0xA1)
    assert under(constraints(excluded=(hidden,)), email(ADDRESS)) == "malformed"
    assert under(constraints(permitted=(hidden,)), email(ADDRESS)) == "malformed"


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        (b"\x80\x01\x00", None),
        (b"\x80\x01\x01", "unsupported"),
        (b"\x81\x01\x00", "unsupported"),
        (b"\x81\x01\x05", "unsupported"),
    ],
)
def test_distances_of_a_subtree(bound: bytes, expected: str | None) -> None:
    limit = constraints(permitted=(email("school.example") + bound,))
    assert under(limit, email(ADDRESS)) == expected


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (constraints(permitted=(email("school.example"),)), None),
        (constraints(permitted=(email("other.example"),)), "name-constraints"),
        (constraints(excluded=(email("school.example"),)), "name-constraints"),
        (constraints(excluded=(email(".example"),)), "name-constraints"),
        # Constraints of its own form, which nobody can compare, beside those for addresses.
        (constraints(permitted=(email("school.example"), mailbox("x"))), "unsupported"),
    ],
)
def test_an_address_in_utf8_under_constraints(limit: tuple, expected: str | None) -> None:
    assert under(limit, mailbox("siân@school.example")) == expected


def test_an_address_in_utf8_of_another_string_type() -> None:
    limit = constraints(permitted=(email("school.example"),))
    assert under(limit, mailbox("siân@school.example", tag=0x1E)) == "malformed"


@pytest.mark.parametrize("kind", [0x0C, 0x13])
def test_directory_names_of_other_string_types(kind: int) -> None:
    def prefix(text: str) -> bytes:
        pair = tlv.encode(tlv.SEQUENCE, bytes.fromhex("060355040a"), tlv.encode(kind, text))
        return tlv.encode(DIRECTORY, tlv.encode(tlv.SEQUENCE, tlv.encode(tlv.SET, pair)))

    ours, others = prefix(b"YSGOL  "), prefix(b"Arall")
    assert under(constraints(permitted=(ours,)), email(ADDRESS)) is None
    assert under(constraints(permitted=(others,)), email(ADDRESS)) == "name-constraints"
    assert under(constraints(excluded=(ours,)), email(ADDRESS)) == "name-constraints"


def test_many_names_under_many_constraints_cost_little() -> None:
    """Domains that have to be converted, which takes longest."""
    bases = tuple(email(f"ysgôl{n}.example") for n in range(300))
    names = [email(f"a@ysgôl{n}.example") for n in range(150)]
    begun = time.process_time()
    assert under(constraints(permitted=bases), *names) is None
    assert under(constraints(permitted=bases), *names, *names) == "unsupported"
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("hidden", ["segments in the subject", "the subject behind a bad name"])
def test_an_address_that_only_the_patient_reader_finds(hidden: str) -> None:
    """What the strict reader refuses, here for its serial, another one reads more kindly."""
    other = b"sian@other.example"
    limit = constraints(permitted=(email("school.example"),))
    issuer = paths.make("Issuer", root(), extensions=[limit])
    value, more = tlv.encode(0x16, other), ()
    if hidden == "segments in the subject":
        value = tlv.encode(0x36, value)
    else:
        empty = tlv.encode(0xA0, bytes.fromhex("06022a03"))
        more = ((link.ALTERNATIVE_NAME, tlv.encode(tlv.SEQUENCE, empty, email(ADDRESS))),)
    pair = tlv.encode(tlv.SEQUENCE, bytes.fromhex("06092a864886f70d010901"), value)
    subject = tlv.encode(tlv.SEQUENCE, tlv.encode(tlv.SET, pair))
    leaf = signed(issuer, *more, subject=subject, serial=b"\x00\x05")
    assert certificate.read(leaf.der).match_emails == (other.decode(),)
    assert why(root(), [issuer], leaf) in {"malformed", "name-constraints"}


# --- what is set in an unusual way ----------------------------------------------------------


def signed(by: Made, *extensions: tuple[str, bytes], mine: Made | None = None, **more) -> Made:
    """A certificate of nothing but these extensions, in octets of our own."""
    own = mine.key if mine is not None else paths.key()
    stamps = (tlv.encode(tlv.UTC_TIME, text) for text in (b"251124090000Z", b"271124090000Z"))
    listed = [
        tlv.encode(tlv.SEQUENCE, _oid(oid), b"\x01\x01\xff", tlv.encode(tlv.OCTET_STRING, value))
        for oid, value in extensions
    ]
    version = more.get("version", 2)
    subject = more.get("subject") or paths.name(more.get("common", "Odd")).public_bytes()
    issuer = more.get("issuer_name") or by.certificate.subject.public_bytes()
    tbs = tlv.encode(
        tlv.SEQUENCE,
        tlv.encode(0xA0, tlv.encode(tlv.INTEGER, bytes([version]))) if version else b"",
        tlv.encode(tlv.INTEGER, more.get("serial", b"\x2a")),
        ECDSA_SHA256,
        subject if by is mine else issuer,
        tlv.encode(tlv.SEQUENCE, *stamps),
        subject,
        own.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
        tlv.encode(0xA3, tlv.encode(tlv.SEQUENCE, *listed)) if listed else b"",
        more.get("tail", b""),
    )
    signature = by.key.sign(tbs, ec.ECDSA(hashes.SHA256()))
    der = tlv.encode(tlv.SEQUENCE, tbs, ECDSA_SHA256, tlv.encode(tlv.BIT_STRING, b"\0", signature))
    return _Raw(der, own)


class _Raw(Made):
    """A certificate of octets that no library would make, and some would not read."""

    def __init__(self, der: bytes, key: ec.EllipticCurvePrivateKey) -> None:
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "octets", der)

    @property
    def certificate(self) -> x509.Certificate:
        return x509.load_der_x509_certificate(self.octets)

    @property
    def der(self) -> bytes:
        return self.octets

    @property
    def pem(self) -> bytes:
        from sel.core.asn1 import armour

        return armour("CERTIFICATE", self.octets)


def _oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    octets = b""
    for arc in (40 * first + second, *rest):
        part = bytes([arc & 0x7F])
        while arc := arc >> 7:
            part = bytes([arc & 0x7F | 0x80]) + part
        octets += part
    return tlv.encode(tlv.OID, octets)


AUTHORITY = (link.BASIC_CONSTRAINTS, bytes.fromhex("30030101ff"))
CERTIFIES = (link.KEY_USAGE, bytes.fromhex("03020106"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("03020106", None),  # keyCertSign, cRLSign
        ("03020786", "key-usage"),  # the same bits, among those said to be unused
        ("03020006", None),
        ("030100", "key-usage"),
        ("030101", "issuer-missing"),
        ("03020806", "issuer-missing"),
    ],
)
def test_unused_bits_of_key_usage_allow_nothing(
    value: str, expected: str | None, tmp_path: Path
) -> None:
    issuer = signed(root(), AUTHORITY, (link.KEY_USAGE, bytes.fromhex(value)), common="Issuer")
    leaf = paths.person(issuer)
    assert why(root(), [issuer], leaf) == expected
    assert openssl(tmp_path, root(), [issuer], leaf) == (expected is None)


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("30030101ff", True),
        ("30060101ff020100", True),
        ("30060201000101ff", False),  # in the wrong order
        ("30060101000101ff", False),  # twice
        ("30060101ff0201ff", False),  # a length below nothing
        ("30070101ff02020001", False),  # a length in more octets than needed
        ("30060101ff040100", False),  # something else behind it
        ("3003010101", False),  # neither true nor false
        ("3000", False),
    ],
)
def test_only_well_made_basic_constraints_make_an_authority(value: str, good: bool) -> None:
    odd = (link.BASIC_CONSTRAINTS, bytes.fromhex(value))
    issuer = signed(root(), odd, CERTIFIES, common="Issuer")
    assert (why(root(), [issuer], paths.person(issuer)) is None) == good


def test_an_authority_has_a_name() -> None:
    """RFC 5280 4.1.2.6."""
    nameless = tlv.encode(tlv.SEQUENCE)
    issuer = signed(root(), AUTHORITY, CERTIFIES, subject=nameless)
    leaf = signed(issuer, issuer_name=nameless)
    assert why(root(), [issuer], leaf) == "not-an-authority"
    mine = paths.make("Mine")
    top = signed(mine, AUTHORITY, CERTIFIES, mine=mine, subject=nameless)
    assert why(top, [], signed(mine, issuer_name=nameless)) == "not-an-authority"


def test_nothing_stands_behind_the_extensions() -> None:
    """Another reader might take the second list of extensions for the right one."""
    again = tlv.encode(0xA3, tlv.encode(tlv.SEQUENCE))
    issuer = signed(root(), AUTHORITY, CERTIFIES, common="Issuer", tail=again)
    leaf = signed(root(), tail=tlv.encode(0xA4, b""))
    assert link.read_or_none(issuer.der) is None
    assert link.read_or_none(leaf.der) is None


# --- roots ----------------------------------------------------------------------------------


def test_a_root_that_is_for_something_else_certifies_nobody_for_mail(tmp_path: Path) -> None:
    for usage, good in (
        (ExtendedKeyUsageOID.SERVER_AUTH, False),
        (ExtendedKeyUsageOID.EMAIL_PROTECTION, True),
    ):
        top = paths.make("Top", extensions=[(x509.ExtendedKeyUsage([usage]), False)])
        leaf = paths.person(top)
        assert (why(top, [], leaf) is None) == good
        assert why(top, [], leaf, mail=False) is None  # RFC 5280 alone has nothing against it
        assert openssl(tmp_path, top, [], leaf) == good


def test_a_root_that_demands_the_unknown_is_refused(tmp_path: Path) -> None:
    top = paths.make("Top", extensions=[raw("1.3.6.1.4.1.99999.1", b"\x05\x00", critical=True)])
    leaf = paths.person(top)
    assert why(top, [], leaf) == "unknown-critical"
    assert not openssl(tmp_path, top, [], leaf)


def test_an_old_root_that_says_it_is_no_authority_is_none() -> None:
    mine = paths.make("Old")
    no_authority = (link.BASIC_CONSTRAINTS, b"\x30\x00")
    old = signed(mine, no_authority, mine=mine, version=0, common="Old")
    assert why(old, [], paths.person(mine)) == "not-an-authority"
    plain = signed(mine, mine=mine, version=0, common="Old")
    assert why(plain, [], paths.person(mine)) is None


# --- keys and signatures --------------------------------------------------------------------


def _spki(key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _sha(name: int) -> bytes:
    return tlv.encode(
        tlv.SEQUENCE,
        tlv.encode(tlv.OID, bytes.fromhex("6086480165030402") + bytes([name])),
        b"\x05\x00",
    )


def pss_parameters(name: int, salt: int, function: int = 8) -> bytes:
    mask = tlv.encode(
        tlv.SEQUENCE,
        tlv.encode(tlv.OID, bytes.fromhex("2a864886f70d0101") + bytes([function])),
        _sha(name),
    )
    return tlv.encode(
        tlv.SEQUENCE,
        tlv.encode(0xA0, _sha(name)),
        tlv.encode(0xA1, mask),
        tlv.encode(0xA2, tlv.encode(tlv.INTEGER, bytes([salt]))),
    )


PSS_OID = bytes.fromhex("06092a864886f70d01010a")
SHA256, SHA384 = 1, 2


def pss(*parameters: bytes) -> bytes:
    return tlv.encode(tlv.SEQUENCE, PSS_OID, *parameters)


def test_a_key_for_pss_alone_keeps_to_it(rsa_key: rsa.RSAPrivateKey) -> None:
    """RFC 4055 1.2 and 3.3; OpenSSL refuses the same."""
    plain = _spki(rsa_key.public_key())
    _, bits = tlv.inside(plain)

    def only(*parameters: bytes) -> bytes:
        return tlv.encode(tlv.SEQUENCE, pss(*parameters), bits.encoding(plain))

    old = rsa_key.sign(b"m", padding.PKCS1v15(), hashes.SHA256())
    assert signatures.fits(plain, RSA_SHA256, old, b"m")
    assert not signatures.fits(only(), RSA_SHA256, old, b"m")

    scheme = padding.PSS(padding.MGF1(hashes.SHA256()), 32)
    new = rsa_key.sign(b"m", scheme, hashes.SHA256())
    algorithm = pss(pss_parameters(SHA256, 32))
    for spki, good in (
        (plain, True),
        (only(), True),
        (only(pss_parameters(SHA256, 32)), True),
        (only(pss_parameters(SHA256, 21)), True),
        (only(pss_parameters(SHA256, 48)), False),  # a longer salt is wanted
        (only(pss_parameters(SHA384, 32)), False),  # another digest
    ):
        assert signatures.fits(spki, algorithm, new, b"m") == good
    unknown_mask = pss(pss_parameters(SHA256, 32, function=7))
    assert not signatures.fits(plain, unknown_mask, new, b"m")


def test_curves_count_by_name_only(tmp_path: Path) -> None:
    """RFC 5480 2.1.1: a curve spelt out is how a forger brings a generator of his own."""
    for encoding, good in (("named_curve", True), ("explicit", False)):
        subprocess.run(
            ["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout",
             "-param_enc", encoding, "-out", tmp_path / "key"],
            capture_output=True, check=True,
        )  # fmt: skip
        subprocess.run(
            ["openssl", "req", "-x509", "-new", "-key", tmp_path / "key", "-subj", "/CN=Siân",
             "-utf8", "-outform", "DER", "-out", tmp_path / "self"],
            capture_output=True, check=True,
        )  # fmt: skip
        made = link.read((tmp_path / "self").read_bytes())
        if good:
            assert signatures.fits(made.spki, made.algorithm, made.signature, made.signed)
            continue
        with pytest.raises(signatures.UnsupportedAlgorithm):
            signatures.fits(made.spki, made.algorithm, made.signature, made.signed)


@pytest.mark.parametrize("exponent", [1, 2, 2**64 + 1])
def test_odd_exponents_verify_nothing(exponent: int, rsa_key: rsa.RSAPrivateKey) -> None:
    numbers = rsa_key.public_key().public_numbers()
    parts = [
        tlv.encode(tlv.INTEGER, n.to_bytes(n.bit_length() // 8 + 1, "big"))
        for n in (numbers.n, exponent)
    ]
    algorithm = bytes.fromhex("300d06092a864886f70d0101010500")
    held = tlv.encode(tlv.BIT_STRING, b"\0", tlv.encode(tlv.SEQUENCE, *parts))
    with pytest.raises(signatures.UnsupportedAlgorithm):
        signatures.fits(tlv.encode(tlv.SEQUENCE, algorithm, held), RSA_SHA256, b"\1" * 256, b"m")


@pytest.mark.parametrize(
    "signature",
    [
        "3006020100020100",
        "3006020101020100",
        "30060201ff020101",
        "30080202000102020001",
        "",
    ],
)
def test_signatures_of_nothing_and_not_in_der(signature: str) -> None:
    link_ = link.read(paths.person(root()).der)
    spki = link.read(root().der).spki
    assert signatures.fits(spki, link_.algorithm, link_.signature, link_.signed)
    assert not signatures.fits(spki, link_.algorithm, bytes.fromhex(signature), link_.signed)


def test_a_true_signature_in_more_octets_than_der_is_none() -> None:
    person, spki = link.read(paths.person(root()).der), link.read(root().der).spki
    r, s = (each.content(person.signature) for each in tlv.inside(person.signature))
    padded = tlv.encode(
        tlv.SEQUENCE, tlv.encode(tlv.INTEGER, b"\0" + r), tlv.encode(tlv.INTEGER, s)
    )
    assert not signatures.fits(spki, person.algorithm, padded, person.signed)


def test_a_pile_of_the_longest_keys_costs_seconds_at_most() -> None:
    """Each of them is a candidate by its name; a check with such a key takes 10 ms."""
    leaf = link.read(paths.person(root()).der)
    algorithm = bytes.fromhex("300d06092a864886f70d0101010500")
    top = link.read(root().der)

    def long(n: int) -> link.Link:
        modulus = b"\0\x80" + n.to_bytes(2046, "big") + b"\1"
        key = tlv.encode(
            tlv.SEQUENCE, tlv.encode(tlv.INTEGER, modulus), b"\x02\x09\0" + b"\xff" * 8
        )
        spki = tlv.encode(tlv.SEQUENCE, algorithm, tlv.encode(tlv.BIT_STRING, b"\0", key))
        return replace(top, spki=spki, sha256=n.to_bytes(32, "big"))

    pile = [long(n) for n in range(1, 600)]
    pool = chain.Pool([])
    pool._by_subject[top.subject_name].extend(pile)
    wanted = replace(leaf, algorithm=RSA_SHA256, signature=b"\x01" * 2048)
    search = chain.building.Search(pool, chain.Pool([]), NOW)
    begun = time.process_time()
    with pytest.raises(chain.building.Spent):
        list(search.paths(wanted))
    assert time.process_time() - begun < 6


def test_what_is_read_as_an_address_is_what_was_constrained() -> None:
    """Whatever the facts say under a constraint, the path has seen it too."""
    limit = constraints(permitted=(email("school.example"),))
    issuer = paths.make("Issuer", root(), extensions=[limit])
    odd = [
        email(tlv.encode(0x0C, IN_SEGMENTS.encode()), tag=0xA1),
        email("sian@other.example "),
        email("sian@school.example@other.example"),
        mailbox("siân@other.example"),
        email("sian@other。example"),
    ]
    for name in odd:
        names = raw(link.ALTERNATIVE_NAME, tlv.encode(tlv.SEQUENCE, name))
        leaf = paths.make("Siân", issuer, ca=False, extensions=[names])
        held = certificate.read(leaf.der).match_emails
        assert why(root(), [issuer], leaf) is not None, held
