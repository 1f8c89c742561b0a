"""What rules ask of a certificate beyond its facts: extensions, names and key as they stand.

Read tolerantly with `sel.core.ber`: a part that cannot be read is named and left out, the rest
counts. Nothing here raises for bytes that `certificate.read` has taken (RFC 5280 4.1, 4.2).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from sel.base.errors import Damaged, TooLarge
from sel.core import ber

KEY_USAGE: Final = "2.5.29.15"
ALTERNATIVE_NAME: Final = "2.5.29.17"
BASIC_CONSTRAINTS: Final = "2.5.29.19"
NAME_CONSTRAINTS: Final = "2.5.29.30"
CRL_POINTS: Final = "2.5.29.31"
POLICIES: Final = "2.5.29.32"
AUTHORITY_KEY: Final = "2.5.29.35"
EXTENDED_USAGE: Final = "2.5.29.37"
SUBJECT_KEY: Final = "2.5.29.14"
INFORMATION_ACCESS: Final = "1.3.6.1.5.5.7.1.1"
CAPABILITIES: Final = "1.2.840.113549.1.9.15"
OCSP: Final = "1.3.6.1.5.5.7.48.1"
ISSUER_CERTIFICATE: Final = "1.3.6.1.5.5.7.48.2"

EXTENSION_NAMES: Final = {
    KEY_USAGE: "keyUsage",
    ALTERNATIVE_NAME: "subjectAltName",
    BASIC_CONSTRAINTS: "basicConstraints",
    NAME_CONSTRAINTS: "nameConstraints",
    CRL_POINTS: "cRLDistributionPoints",
    POLICIES: "certificatePolicies",
    AUTHORITY_KEY: "authorityKeyIdentifier",
    EXTENDED_USAGE: "extKeyUsage",
    SUBJECT_KEY: "subjectKeyIdentifier",
    INFORMATION_ACCESS: "authorityInfoAccess",
    CAPABILITIES: "smimeCapabilities",
}
"""What each extension is called in its standard; a person reads these under "details"."""

_BIT_STRING: Final = 0x03
_BOOLEAN: Final = 0x01
_OUTSIDE: Final = {KEY_USAGE: _BIT_STRING, SUBJECT_KEY: ber.OCTET_STRING}
_NAME_KINDS: Final = (
    "otherName",
    "rfc822Name",
    "dNSName",
    "x400Address",
    "directoryName",
    "ediPartyName",
    "uniformResourceIdentifier",
    "iPAddress",
    "registeredID",
)
_RSA: Final = {"1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10"}
# DirectoryString and its old relatives (X.680): identifier octet and how the contents read.
_TEXTS: Final = {
    0x0C: "utf-8",
    0x13: "ascii",
    0x14: "latin-1",
    0x16: "ascii",
    0x1A: "ascii",
    0x1C: "utf-32-be",
    0x1E: "utf-16-be",
}


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension as it stands. value: contents of its OCTET STRING."""

    oid: str
    critical: bool
    value: bytes

    @property
    def name(self) -> str:
        """Its name in the standard, else its dotted number."""
        return EXTENSION_NAMES.get(self.oid, self.oid)


@dataclass(frozen=True, slots=True)
class AlternativeName:
    """One GeneralName (RFC 5280 4.2.1.6).

    kind   its name in the standard, "rfc822Name"
    value  contents octets; of an otherName those of its value, without the explicit tag
    oid    of an otherName, else None
    tag    identifier octet of an otherName's value, else 0
    """

    kind: str
    value: bytes
    oid: str | None = None
    tag: int = 0

    @property
    def text(self) -> str:
        """The contents as text; what is no UTF-8 shows as the replacement character."""
        return self.value.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Details:
    """A certificate's parts for rules. Absent parts are None or empty.

    issuer_empty       the issuer has no name at all (4.1.2.4)
    subject            (dotted type, text or None for what is no text) in the order of the name
    key_algorithm      of the public key, dotted
    modulus, exponent  of an RSA key
    names              the alternative name; None without the extension
    access             (method, URI) of authorityInfoAccess; URIs only
    capabilities       of RFC 4262, dotted; None without the extension
    authority_issuer   whether the authority key identifier names issuer and serial too
    unreadable         names of parts that could not be read
    """

    issuer_empty: bool = False
    subject: tuple[tuple[str, str | None], ...] = ()
    key_algorithm: str = ""
    modulus: int | None = None
    exponent: int | None = None
    extensions: tuple[Extension, ...] = ()
    names: tuple[AlternativeName, ...] | None = None
    access: tuple[tuple[str, str], ...] = ()
    capabilities: tuple[str, ...] | None = None
    authority_issuer: bool = False
    unreadable: tuple[str, ...] = ()

    def extension(self, oid: str) -> Extension | None:
        """The first extension of that type."""
        return next((each for each in self.extensions if each.oid == oid), None)


def details(der: bytes) -> Details:
    """The parts of one certificate, DER or BER; whatever cannot be read is in `unreadable`."""
    try:
        return _with_extensions(_outline(der))
    except (Damaged, TooLarge):
        return Details(unreadable=("certificate",))


def _outline(der: bytes) -> Details:
    """Everything but the insides of extensions. Raises Damaged, TooLarge."""
    tbs = ber.parse(der).fields().take().fields()
    tbs.optional(ber.context(0))
    tbs.take().expect(ber.INTEGER)
    _signature, issuer, _validity, subject, key = (tbs.take() for _ in range(5))
    tbs.optional(ber.context(1))
    tbs.optional(ber.context(2))
    held = tbs.optional(ber.context(3))
    algorithm, modulus, exponent = _key(key)
    return Details(
        issuer_empty=not issuer.content,
        subject=tuple(_attributes(subject)),
        key_algorithm=algorithm,
        modulus=modulus,
        exponent=exponent,
        extensions=() if held is None else tuple(_listed(held.inner())),
    )


def _key(spki: ber.Element) -> tuple[str, int | None, int | None]:
    fields = spki.fields()
    algorithm = fields.take().fields().take().oid()
    if algorithm not in _RSA:
        return algorithm, None, None
    bits = fields.take().expect(_BIT_STRING).content
    key = ber.parse(bits[1:]).fields()
    return algorithm, key.take().integer(), key.take().integer()


def _attributes(name: ber.Element) -> Iterator[tuple[str, str | None]]:
    for rdn in name.children():
        for pair in rdn.children():
            fields = pair.fields()
            yield fields.take().oid(), _text(fields.take())


def _text(value: ber.Element) -> str | None:
    code = _TEXTS.get(value.tag)
    return None if code is None else bytes(value.content).decode(code, "replace")


def _listed(sequence: ber.Element) -> Iterator[Extension]:
    for each in sequence.children():
        fields = each.fields()
        oid = fields.take().oid()
        critical = fields.optional(_BOOLEAN)
        yield Extension(
            oid, critical is not None and any(critical.content), fields.take().octets()
        )


def _with_extensions(outline: Details) -> Details:
    """Read the extensions that rules look into; the first of a kind counts."""
    read: dict[str, Any] = {}
    unreadable: list[str] = []
    for oid in EXTENSION_NAMES:
        extension = outline.extension(oid)
        if extension is None:
            continue
        try:
            whole = ber.parse(extension.value).expect(_OUTSIDE.get(oid, ber.SEQUENCE))
            if len(whole.encoding) != len(extension.value):
                raise Damaged(detail="something stands behind the value")
            if oid in _READERS:
                part, reader = _READERS[oid]
                read[part] = reader(whole)
            elif whole.constructed:
                for _ in whole.children():
                    pass  # each has to be a whole element
        except (Damaged, TooLarge):
            unreadable.append(extension.name)
    return replace(outline, **read, unreadable=tuple(unreadable))


def _names(sequence: ber.Element) -> tuple[AlternativeName, ...]:
    return tuple(map(_general_name, sequence.children()))


def _general_name(each: ber.Element) -> AlternativeName:
    number = each.tag & 0x1F
    if each.tag & 0xC0 != 0x80 or number >= len(_NAME_KINDS):
        raise Damaged(detail=f"tag {each.tag:#04x} is no GeneralName")
    if number:
        return AlternativeName(_NAME_KINDS[number], bytes(each.content))
    fields = ber.Fields(each.children())
    oid = fields.take().oid()
    value = fields.take().expect(ber.context(0)).inner()
    return AlternativeName(_NAME_KINDS[0], bytes(value.content), oid, value.tag)


def _access(sequence: ber.Element) -> tuple[tuple[str, str], ...]:
    found = []
    for description in sequence.children():
        fields = description.fields()
        method = fields.take().oid()
        where = _general_name(fields.take())
        if where.kind == "uniformResourceIdentifier":
            found.append((method, where.text))
    return tuple(found)


def _capabilities(sequence: ber.Element) -> tuple[str, ...]:
    return tuple(each.fields().take().oid() for each in sequence.children())


def _names_issuer(sequence: ber.Element) -> bool:
    return bool({each.tag for each in sequence.children()} & {ber.context(1), ber.context(2)})


_READERS: Final[dict[str, tuple[str, Callable[[ber.Element], Any]]]] = {
    ALTERNATIVE_NAME: ("names", _names),
    INFORMATION_ACCESS: ("access", _access),
    CAPABILITIES: ("capabilities", _capabilities),
    AUTHORITY_KEY: ("authority_issuer", _names_issuer),
}
