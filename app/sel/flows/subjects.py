"""Which certificate a file is about, and what came with it."""

from __future__ import annotations

import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sel.base.errors import NotACertificate
from sel.base.secret import Secret
from sel.core.chain import link
from sel.core.finding import Finding

_PEM: Final = re.compile(
    rb"-----BEGIN CERTIFICATE-----[\r\n]+([A-Za-z0-9+/=\r\n]+)-----END CERTIFICATE-----\s*"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is to be judged.

    leaf       DER
    pool       other certificates of the file, DER
    crls       revocation lists of the file, DER
    findings   what was wrong with the file itself
    """

    leaf: bytes
    pool: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    findings: tuple[Finding, ...] = ()


def subject(data: bytes, passphrase: Secret | None) -> Subject:
    """The certificate that a file is about: of a person before an authority, the first of several.

    A certificate, several (PEM, p7b), a PKCS#12 (the certificate of its key) or a signed mail
    (its signer). Raises NotACertificate, PassphraseNeeded, WrongPassphrase, Damaged, TooLarge.
    """
    plain = _plain(data)
    if plain:
        return _first(plain, ())
    from sel.core.recognise import Kind, recognise

    seen = recognise(data)
    if seen.kind is Kind.PKCS12:
        return _of_bundle(seen.pieces[0].der, passphrase)
    if seen.kind is Kind.SIGNED_MAIL:
        return _of_mail(data)
    ders = [each.der for each in seen.pieces if each.kind is Kind.CERTIFICATE]
    crls = tuple(each.der for each in seen.pieces if each.kind is Kind.CRL)
    if not ders:
        raise NotACertificate(looks_like=seen.looks_like or seen.kind.value)
    return _first(ders, crls)


def certificates_of(data: bytes) -> tuple[bytes, ...]:
    """Every certificate of a file, for roots and chains. Raises NotACertificate if it has none."""
    plain = _plain(data)
    if plain:
        return plain
    from sel.core.recognise import certificates, seems

    found = certificates(data)
    if not found:
        raise NotACertificate(looks_like=seems(data))
    return found


def _plain(data: bytes) -> tuple[bytes, ...]:
    """The certificates of a file that is one in DER, or PEM and nothing else, as most are.

    () for every other file: those are recognised with more patience.
    """
    if link.read_or_none(data) is not None:
        return (data,)
    found, place = [], 0
    while (block := _PEM.match(data, place)) is not None:
        try:
            found.append(binascii.a2b_base64(block[1]))
        except binascii.Error:
            return ()
        place = block.end()
    whole = place == len(data) and all(link.read_or_none(der) is not None for der in found)
    return tuple(dict.fromkeys(found)) if whole else ()


def _first(ders: Sequence[bytes], crls: tuple[bytes, ...]) -> Subject:
    links = [link.read_or_none(der) for der in ders]
    place = next((i for i, each in enumerate(links) if each is not None and not each.ca), 0)
    others = tuple(der for i, der in enumerate(ders) if i != place)
    return Subject(ders[place], others, crls)


def _of_bundle(der: bytes, passphrase: Secret | None) -> Subject:
    from sel.core import bundle

    held = bundle.read(der, passphrase)
    keyed = [each.certificate for each in held.entries if each.certificate is not None]
    ders = [*keyed, *held.others]
    if not ders:
        raise NotACertificate(looks_like="private-key")
    found = _first(keyed or ders, held.crls)
    pool = tuple(dict.fromkeys((*found.pool, *held.others)))
    return Subject(found.leaf, pool, held.crls, held.findings)


def _of_mail(data: bytes) -> Subject:
    from sel.core import letter

    outline = letter.describe(data)
    signers = [each for each in outline.signers if each.certificate is not None]
    if not signers or signers[0].certificate is None:
        raise NotACertificate(looks_like="signed-mail")
    pool = tuple(der for each in outline.signers for der in each.certificates)
    return Subject(signers[0].certificate, pool, (), outline.findings)
