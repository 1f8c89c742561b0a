"""Golden files of paths and of revocation: a certificate, its authorities, lists and answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ocsp

from tests.core.golden import writing as w
from tests.core.golden.cases import AT
from tests.core.golden.writing import Shape

NOW = datetime.fromisoformat(AT)
DAY = timedelta(days=1)
CERTIFICATE, LIST, ANSWER = "CERTIFICATE", "X509 CRL", "OCSP RESPONSE"
SHA1 = w.algorithm("1.2.840.10045.4.1")
Part = tuple[str, str, bytes]
"""What it is for (leaf, pool, root, list), its label in PEM, DER."""


@dataclass(frozen=True)
class PathCase:
    """As `Case`, with every certificate and list that it takes."""

    name: str
    finds: str
    parts: tuple[Part, ...]
    revocation: str = "off"
    purpose: str = "path"
    address: None = None
    at: str = AT


@cache
def key(whose: str) -> ec.EllipticCurvePrivateKey:
    """One each, for this run."""
    return ec.generate_private_key(ec.SECP256R1())


def spki(whose: str) -> bytes:
    """The public half."""
    return key(whose).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


NAMES = {"root": "Gwraidd Ysgol", "issuer": "Awdurdod Ysgol", "other": "Awdurdod arall"}


def authority(
    whose: str = "issuer",
    by: str = "root",
    *,
    changes: Mapping[str, bytes | None] | None = None,
    **changed: object,
) -> bytes:
    """The certificate of an authority."""
    parts = {
        "basic": w.extension(w.BASIC, w.seq(w.tlv(0x01, b"\xff")), critical=True),
        "usage": w.usage(0x06, unused=1),
        "names": None,
        "subject_key": w.extension(w.SUBJECT_KEY, w.tlv(0x04, w.identifier(whose))),
        "authority_key": w.extension(w.AUTHORITY_KEY, w.seq(w.tlv(0x80, w.identifier(by)))),
        **(changes or {}),
    }
    given = {
        "issuer": w.called(NAMES[by]),
        "subject": w.called(NAMES[whose]),
        "spki": spki(whose),
        "starts": w.utc("240101120000Z"),
        "ends": w.utc("340101120000Z"),
        **changed,
    }
    return Shape(**given, changes=parts).der(key(by))  # type: ignore[arg-type]


def leaf(by: str = "issuer", **changed: object) -> bytes:
    """A person's certificate; nothing is wrong with it."""
    return Shape(**changed).der(key(by))  # type: ignore[arg-type]


@cache
def standing() -> tuple[Part, Part, Part]:
    """A path that holds."""
    return _parts(leaf(), authority(), authority("root"))


def _parts(person: bytes, issuer: bytes, root: bytes) -> tuple[Part, Part, Part]:
    return (
        ("leaf", CERTIFICATE, person),
        ("pool", CERTIFICATE, issuer),
        ("root", CERTIFICATE, root),
    )


def paths() -> Iterator[PathCase]:
    person, issuer, root = standing()
    other = ("root", CERTIFICATE, authority("other", "other"))
    yield PathCase("issuer-missing", "error issuer-missing", (person, root))
    in_pool = ("pool", CERTIFICATE, root[2])
    yield PathCase("root-not-trusted", "error root-not-trusted", (person, issuer, in_pool, other))
    old = ("root", CERTIFICATE, authority("root", ends=w.utc("260101120000Z")))
    new = ("root", CERTIFICATE, authority("root", starts=w.utc("270101120000Z")))
    yield PathCase("root-expired", "error root-expired", (person, issuer, old))
    yield PathCase("root-not-yet-valid", "error root-not-yet-valid", (person, issuer, new))
    for name, change in (
        ("path-expired", {"ends": w.utc("260101120000Z")}),
        ("path-not-yet-valid", {"starts": w.utc("270101120000Z")}),
    ):
        above = ("pool", CERTIFICATE, authority(**change))
        yield PathCase(name, f"error {name}", (person, above, root))
    weak = ("pool", CERTIFICATE, authority(inside=SHA1))
    yield PathCase(
        "path-weak-algorithm", "error path-weak-algorithm", (person, weak, root), purpose="any"
    )
    yield from broken()


def broken() -> Iterator[PathCase]:
    person, _, root = standing()
    elsewhere = w.seq(w.tlv(0xA0, w.seq(w.tlv(0x81, b"other.example"))))
    no_authority = w.extension(w.BASIC, w.seq(), critical=True)
    above = {
        "signature": authority(by="other", issuer=w.called(NAMES["root"])),
        "not-an-authority": authority(changes={"basic": no_authority}),
        "key-usage": authority(changes={"usage": w.usage(0x02, unused=1)}),
        "name-constraints": authority(
            changes={"limits": w.extension("2.5.29.30", elsewhere, critical=True)}
        ),
        "unknown-critical": authority(
            changes={"new": w.extension("1.3.6.1.4.1.32473.3", w.tlv(0x05), critical=True)}
        ),
    }
    for reason, issuer in above.items():
        yield PathCase(
            f"path-invalid-{reason}",
            "error path-invalid",
            (person, ("pool", CERTIFICATE, issuer), root),
        )
    unknown = ("pool", CERTIFICATE, authority(inside=w.algorithm("1.3.6.1.4.1.32473.2")))
    yield PathCase("path-uncheckable", "error path-uncheckable", (person, unknown, root))


def crl(
    by: str = "issuer",
    *,
    named: str = "issuer",
    entries: bytes = b"",
    since: str = "261120120000Z",
    until: str = "261130120000Z",
    more: bytes = b"",
    signature: str = w.ECDSA_SHA256,
) -> Part:
    """A revocation list. entries, more: DER of its entries and of further extensions."""
    number = w.extension("2.5.29.20", w.number(1))
    signed = w.seq(
        w.number(1),
        w.algorithm(signature),
        w.called(NAMES[named]),
        w.utc(since),
        w.utc(until),
        *((w.seq(entries),) if entries else ()),
        w.tlv(0xA0, w.seq(number, more)),
    )
    return "list", LIST, w.sealed(signed, w.algorithm(signature), key(by))


def entry(certificate: bytes, reason: int) -> bytes:
    """A listed certificate, since 21 November."""
    serial = x509.load_der_x509_certificate(certificate).serial_number
    why = w.extension("2.5.29.21", w.tlv(0x0A, bytes([reason])))
    return w.seq(w.number(serial), w.utc("261121120000Z"), w.seq(why))


def lists() -> Iterator[PathCase]:
    whole = standing()
    person, issuer, _ = whole
    above = crl("root", named="root")

    def case(name: str, finds: str, *found: Part, revocation: str = "prefer") -> PathCase:
        return PathCase(name, finds, (*whole, *found), revocation)

    unknown = "warning revocation-unknown"
    yield case("revoked", "error revoked", crl(entries=entry(person[2], 1)), above)
    yield case(
        "authority-revoked",
        "error authority-revoked",
        crl(),
        crl("root", named="root", entries=entry(issuer[2], 5)),
    )
    late = crl(since="261101120000Z", until="261110120000Z")
    yield case("crl-outdated", f"warning crl-outdated, {unknown}", late, above)
    early = crl(since="261201120000Z", until="261210120000Z")
    yield case("crl-not-yet-valid", f"warning crl-not-yet-valid, {unknown}", early, above)
    strange = crl(more=w.extension("1.3.6.1.4.1.32473.4", w.tlv(0x05), critical=True))
    yield case("crl-strange", f"warning crl-strange, {unknown}", strange, above)
    serial = w.number(x509.load_der_x509_certificate(person[2]).serial_number)
    damaged = crl(entries=w.seq(serial))
    yield case("crl-damaged", f"warning crl-damaged, {unknown}", damaged, above)
    yield case("crl-wrong-signer", f"warning crl-wrong-signer, {unknown}", crl("other"), above)
    weak = crl(signature="1.2.840.10045.4.1")
    yield PathCase(
        "crl-weak-signature",
        f"warning crl-weak-signature, {unknown}",
        (*whole, weak, above),
        "prefer",
        purpose="any",
    )
    nothing = ("list", LIST, w.seq(w.number(1)))
    yield case("crl-unreadable", "warning crl-unreadable", crl(), above, nothing)
    yield case("revocation-unknown", unknown, above)
    yield case(
        "revocation-unknown-required",
        "error revocation-unknown",
        above,
        revocation="require",
    )
    silent = leaf(changes={"crl": None, "access": None})
    yield PathCase(
        "revocation-unasked",
        "info revocation-unasked",
        (("leaf", CERTIFICATE, silent), *whole[1:], above),
        "prefer",
    )


def answer(
    signer: str = "issuer",
    *,
    since: timedelta = -DAY,
    until: timedelta = DAY,
    says: ocsp.OCSPCertStatus = ocsp.OCSPCertStatus.GOOD,
    strange: bool = False,
    by: bytes | None = None,
    held: bytes | None = None,
) -> Part:
    """An OCSP answer about the person of `standing`. by: the responder's certificate."""
    person, issuer, _ = (x509.load_der_x509_certificate(part[2]) for part in standing())
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=person,
        issuer=issuer,
        algorithm=hashes.SHA256(),
        cert_status=says,
        this_update=NOW + since,
        next_update=NOW + until,
        revocation_time=None,
        revocation_reason=None,
    )
    responder = issuer if by is None else x509.load_der_x509_certificate(by)
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.NAME, responder)
    if held is not None:
        builder = builder.certificates([x509.load_der_x509_certificate(held)])
    if strange:
        odd = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.3.6.1.4.1.32473.5"), b"\5\0")
        builder = builder.add_extension(odd, critical=True)
    made = builder.sign(key(signer), hashes.SHA256())
    return "list", ANSWER, made.public_bytes(Encoding.DER)


def signed_weakly(part: Part) -> Part:
    """The same answer of the issuer's, signed with SHA-1 (RFC 6960 4.2.1)."""
    signed = ocsp.load_der_ocsp_response(part[2]).tbs_response_bytes
    basic = w.sealed(signed, SHA1, key("issuer"))
    kind = w.oid("1.3.6.1.5.5.7.48.1.1")
    whole = w.seq(w.tlv(0x0A, b"\0"), w.tlv(0xA0, w.seq(kind, w.tlv(0x04, basic))))
    return part[0], part[1], whole


def answers() -> Iterator[PathCase]:
    above = crl("root", named="root")

    def case(code: str, *found: Part) -> PathCase:
        finds = f"warning {code}, warning revocation-unknown"
        return PathCase(code, finds, (*standing(), above, *found), "prefer")

    impostor = authority(spki=spki("other"))
    yield case("ocsp-wrong-signer", answer("other", by=impostor))
    yield case("ocsp-outdated", answer(since=-9 * DAY, until=-2 * DAY))
    yield case("ocsp-not-yet-valid", answer(since=DAY, until=2 * DAY))
    yield PathCase(
        "ocsp-weak-signature",
        "warning ocsp-weak-signature, warning revocation-unknown",
        (*standing(), above, signed_weakly(answer())),
        "prefer",
        purpose="any",
    )
    yield case("ocsp-strange", answer(strange=True))
    yield case("ocsp-says-unknown", answer(says=ocsp.OCSPCertStatus.UNKNOWN))
    signing = w.extended("1.3.6.1.5.5.7.3.9")
    responder = Shape(
        subject=w.called("Atebwr"),
        spki=spki("responder"),
        changes={"extended": signing, "usage": w.usage(0x80, unused=7)},
    ).der(key("issuer"))
    gone = crl(entries=entry(responder, 1), since="261101120000Z", until="261110120000Z")
    signed = answer("responder", by=responder, held=responder)
    yield PathCase(
        "ocsp-signer-revoked",
        "warning ocsp-signer-revoked, warning crl-outdated, warning revocation-unknown",
        (*standing(), above, gone, signed),
        "prefer",
    )
    made = answer()[2]
    other = made.replace(w.oid(w.ECDSA_SHA256), w.oid("1.2.840.10045.4.3.9"))
    yield case("ocsp-unsupported", ("list", ANSWER, other))


def every() -> Iterator[PathCase]:
    """All cases of this file."""
    for group in (paths, lists, answers):
        yield from group()
