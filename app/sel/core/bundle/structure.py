"""The structure of a PKCS#12 file (RFC 7292 section 4): PFX, safes, bags; nothing deciphered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sel.base.errors import Damaged, NotAPkcs12, UnsupportedAlgorithm
from sel.core import ber
from sel.core.ber import Counter, Element
from sel.core.bundle.algorithms import Scheme, scheme
from sel.core.bundle.armour import is_pkcs12, looks_like, unarmoured
from sel.core.bundle.integrity import Mac, mac
from sel.core.bundle.limits import MAX_BAGS, MAX_BYTES, MAX_SAFE_DEPTH
from sel.core.limits import check_limit

DATA: Final = "1.2.840.113549.1.7.1"
ENCRYPTED_DATA: Final = "1.2.840.113549.1.7.6"
PUBLIC_KEY_MODES: Final = {
    "1.2.840.113549.1.7.2": "signed-data",
    "1.2.840.113549.1.7.3": "enveloped-data",
}
"""The public-key modes of RFC 7292 3.1, which no mail program writes."""

KEY_BAG: Final = "1.2.840.113549.1.12.10.1.1"
SHROUDED_KEY_BAG: Final = "1.2.840.113549.1.12.10.1.2"
CERT_BAG: Final = "1.2.840.113549.1.12.10.1.3"
CRL_BAG: Final = "1.2.840.113549.1.12.10.1.4"
SECRET_BAG: Final = "1.2.840.113549.1.12.10.1.5"  # noqa: S105 - an OID
SAFE_CONTENTS_BAG: Final = "1.2.840.113549.1.12.10.1.6"
X509_CERTIFICATE: Final = "1.2.840.113549.1.9.22.1"
X509_CRL: Final = "1.2.840.113549.1.9.23.1"
FRIENDLY_NAME: Final = "1.2.840.113549.1.9.20"
LOCAL_KEY_ID: Final = "1.2.840.113549.1.9.21"


@dataclass(frozen=True, slots=True)
class Pfx:
    """A file. content: what the MAC covers, the encoding of AuthenticatedSafe."""

    content: bytes
    mac: Mac | None
    counter: Counter


@dataclass(frozen=True)  # no slots, for the scheme is kept
class Sealed:
    """Something encrypted: an AlgorithmIdentifier and the ciphertext."""

    algorithm: Element
    ciphertext: bytes

    @cached_property
    def scheme(self) -> Scheme:
        """How it is encrypted. Raises UnsupportedAlgorithm, Damaged, TooLarge."""
        return scheme(self.algorithm)


@dataclass(frozen=True, slots=True)
class Bag:
    """One SafeBag with the two attributes in use (RFC 7292 4.2).

    sealed  EncryptedPrivateKeyInfo (RFC 5958 3) of a SHROUDED_KEY_BAG; else None
    """

    kind: str
    value: Element
    friendly_name: str | None
    local_key_id: bytes | None
    sealed: Sealed | None = None


def pfx(data: bytes) -> Pfx:
    """Read the outside of a file, PEM armour taken off.

    Raises NotAPkcs12 (looks_like), UnsupportedAlgorithm for the public-key modes and MACs
    nobody knows, Damaged, TooLarge.
    """
    check_limit("bytes", len(data), MAX_BYTES)
    data = unarmoured(data)
    if not is_pkcs12(data):
        raise NotAPkcs12(looks_like=looks_like(data))
    counter = Counter()
    fields = ber.parse(data, counter).fields()
    fields.take()  # the version, looked at by is_pkcs12
    content = _content(fields.take())
    mac_data = fields.optional(ber.SEQUENCE)
    fields.end()
    if isinstance(content, Sealed):
        raise Damaged(detail="encrypted where AuthenticatedSafe belongs")
    return Pfx(content or b"", mac(mac_data) if mac_data else None, counter)


def safes(file: Pfx) -> Iterator[bytes | Sealed]:
    """The parts of AuthenticatedSafe: encodings of SafeContents, open or sealed."""
    if not file.content:
        return
    for part in ber.parse(file.content, file.counter).fields().rest():
        content = _content(part)
        if content:
            yield content


class Bags:
    """Goes through SafeContents and counts what it finds in one file."""

    __slots__ = ("_counter", "_found")

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._found = 0

    def within(self, safe_contents: bytes) -> Iterator[Bag]:
        """Every bag, those of nested SafeContents in their place. Raises Damaged, TooLarge."""
        return self._walk(ber.parse(safe_contents, self._counter), 1)

    def _walk(self, safe_contents: Element, depth: int) -> Iterator[Bag]:
        check_limit("safe-depth", depth, MAX_SAFE_DEPTH)
        for element in safe_contents.fields().rest():
            self._found += 1
            check_limit("bags", self._found, MAX_BAGS)
            fields = element.fields()
            kind = fields.take().oid()
            value = fields.take().expect(ber.context(0)).inner()
            attributes = fields.optional(ber.SET)
            fields.end()
            if kind == SAFE_CONTENTS_BAG:
                yield from self._walk(value, depth + 1)
            else:
                name, local_key_id = _attributes(attributes)
                sealed = _sealed_key(value) if kind == SHROUDED_KEY_BAG else None
                yield Bag(kind, value, name, local_key_id, sealed)


def _sealed_key(value: Element) -> Sealed:
    fields = value.fields()
    sealed = Sealed(fields.take(), fields.take().octets())
    fields.end()
    return sealed


def certificate(bag: Bag) -> bytes | None:
    """The X.509 certificate of a CertBag, or None if it holds another kind.

    Octets behind it, which some programs leave, are dropped. Raises Damaged.
    """
    return _octets_of(bag, X509_CERTIFICATE)


def revocation_list(bag: Bag) -> bytes | None:
    """The X.509 CRL of a CRLBag (RFC 7292 4.2.4), or None if it holds another kind."""
    return _octets_of(bag, X509_CRL)


def _octets_of(bag: Bag, wanted: str) -> bytes | None:
    """CertBag and CRLBag have one shape: what kind it is, and its octets."""
    fields = bag.value.fields()
    kind = fields.take().oid()
    if kind != wanted:
        return None
    octets = fields.take().expect(ber.context(0)).inner().octets()
    fields.end()
    return ber.parse(octets, bag.value.counter).encoding.tobytes()


def _content(info: Element) -> bytes | Sealed | None:
    """What a ContentInfo holds (RFC 5652 3), None if nothing."""
    fields = info.fields()
    kind = fields.take().oid()
    outer = fields.optional(ber.context(0))
    fields.end()
    if kind in PUBLIC_KEY_MODES:
        raise UnsupportedAlgorithm(algorithm=PUBLIC_KEY_MODES[kind])
    if kind not in (DATA, ENCRYPTED_DATA):
        raise UnsupportedAlgorithm(algorithm=kind)
    if outer is None:
        return None
    if kind == DATA:
        return outer.inner().octets()
    encrypted = outer.inner().fields()
    encrypted.take().integer()
    inner = encrypted.take().fields()
    inner.take().oid()
    algorithm = inner.take()
    ciphertext = inner.optional(ber.context(0))
    return Sealed(algorithm, ciphertext.octets(ber.context(0))) if ciphertext else None


def _attributes(attributes: Element | None) -> tuple[str | None, bytes | None]:
    """friendlyName and localKeyId; of what is odd or unknown nothing is made."""
    name: str | None = None
    local_key_id: bytes | None = None
    for attribute in attributes.children() if attributes else ():
        fields = attribute.fields()
        kind = fields.take().oid()
        value = next(fields.take().expect(ber.SET).children(), None)
        if value is None:
            continue
        if kind == FRIENDLY_NAME and value.tag in (ber.BMP_STRING, ber.UTF8_STRING):
            encoding = "utf-16-be" if value.tag == ber.BMP_STRING else "utf-8"
            text = value.content.tobytes().decode(encoding, "replace").rstrip("\0")
            name = _mended(text) or None
        elif kind == LOCAL_KEY_ID and value.tag == ber.OCTET_STRING:
            local_key_id = value.octets()
    return name, local_key_id


def _mended(name: str) -> str:
    """A name whose UTF-8 bytes were blown up to a BMPString, put right: "SiÃ¢n" is Siân.

    OpenSSL before 1.1 and GnuTLS write such names.
    """
    try:
        return name.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return name
