"""For whom a message is encrypted: RecipientInfo (RFC 5652 6.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sel.base.errors import Damaged
from sel.core import ber
from sel.core.ber import Element
from sel.core.envelope import algorithms, structure
from sel.core.envelope.limits import MAX_RECIPIENTS
from sel.core.envelope.model import RecipientId
from sel.core.envelope.structure import Algorithm, Encrypted
from sel.core.limits import check_limit

_BIT_STRING: Final = 0x03
_AGREEMENT: Final = ber.context(1)
_OTHER: Final = ber.context(4)
_KINDS: Final = {ber.context(2): "shared-key", ber.context(3): "password"}


@dataclass(frozen=True, slots=True)
class Transport:
    """KeyTransRecipientInfo: the content key under an RSA key."""

    recipient: RecipientId
    algorithm: Algorithm
    encrypted_key: bytes


@dataclass(frozen=True, slots=True)
class Agreement:
    """One recipient of a KeyAgreeRecipientInfo: the content key under an agreed key.

    originator  the sender's ephemeral public key, contents of its BIT STRING; None if the
                message names a certificate instead
    ukm         user keying material, b"" without any
    """

    recipient: RecipientId
    algorithm: Algorithm
    originator: bytes | None
    ukm: bytes
    encrypted_key: bytes


@dataclass(frozen=True, slots=True)
class Encapsulation:
    """KEMRecipientInfo (RFC 9629): the content key by key encapsulation, as ML-KEM does it."""

    recipient: RecipientId
    algorithm: Algorithm


Info = Transport | Agreement | Encapsulation


def recipients(cms: bytes) -> tuple[RecipientId, ...]:
    """Whose certificates a message is encrypted to, in its order.

    Recipients by password or by a key both know beforehand have no certificate and are left
    out. Raises Damaged, TooLarge.
    """
    return tuple(info.recipient for info in infos(structure.encrypted(cms)))


def infos(message: Encrypted) -> tuple[Info, ...]:
    """Every recipient with a certificate. Raises Damaged, TooLarge."""
    found: list[Info] = []
    for element in message.infos:
        if element.tag == ber.SEQUENCE:
            found.append(_transport(element))
        elif element.tag == _AGREEMENT:
            for each in _agreements(element):
                found.append(each)
                check_limit("recipients", len(found), MAX_RECIPIENTS)
        elif element.tag == _OTHER:
            encapsulated = _encapsulation(element)
            if encapsulated is not None:
                found.append(encapsulated)
    return tuple(found)


def without_certificate(message: Encrypted) -> tuple[str, ...]:
    """How else the content key is handed over: "password", "shared-key" or dotted, each once."""
    found: list[str] = []
    for element in message.infos:
        if element.tag in _KINDS:
            found.append(_KINDS[element.tag])
        elif element.tag == _OTHER and _encapsulation(element) is None:
            found.append(element.fields(_OTHER).take().oid())
    return tuple(dict.fromkeys(found))


def _transport(element: Element) -> Transport:
    fields = element.fields()
    fields.take().integer()
    recipient = _named(fields.take())
    return Transport(recipient, structure.algorithm(fields.take()), fields.take().octets())


def _encapsulation(element: Element) -> Encapsulation | None:
    """None for an OtherRecipientInfo of another kind. Raises Damaged."""
    outer = element.fields(_OTHER)
    if outer.take().oid() != algorithms.KEM_RECIPIENT:
        return None
    fields = outer.take().fields()
    fields.take().integer()
    recipient = _named(fields.take())
    return Encapsulation(recipient, structure.algorithm(fields.take()))


def _named(name: Element) -> RecipientId:
    """RecipientIdentifier (RFC 5652 6.2.1)."""
    if name.tag == ber.context(0):
        return RecipientId(key_id=name.octets(ber.context(0)))
    return structure.issuer_and_serial(name)


def _agreements(element: Element) -> Iterator[Agreement]:
    fields = element.fields(_AGREEMENT)
    fields.take().integer()
    originator = _originator(fields.take().expect(ber.context(0)).inner())
    ukm = fields.optional(ber.context(1))
    agreed = structure.algorithm(fields.take())
    for each in fields.take().fields().rest():
        inside = each.fields()
        name = inside.take()
        if name.tag == ber.context(0):
            key_id = name.fields(ber.context(0)).take().octets()
            recipient = RecipientId(key_id=key_id)
        else:
            recipient = structure.issuer_and_serial(name)
        yield Agreement(
            recipient=recipient,
            algorithm=agreed,
            originator=originator,
            ukm=b"" if ukm is None else ukm.inner().octets(),
            encrypted_key=inside.take().octets(),
        )


def _originator(element: Element) -> bytes | None:
    if element.tag != ber.context(1):
        return None
    fields = element.fields(ber.context(1))
    fields.take().expect(ber.SEQUENCE)
    bits = fields.take().expect(_BIT_STRING)
    if bits.constructed or not bits.content or bits.content[0]:
        raise Damaged(detail="originator's key")
    return bits.content[1:].tobytes()
