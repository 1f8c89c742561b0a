"""Verifying: SignedData from the bytes as received (RFC 5652 5.4 to 5.6)."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import core

from sel.base.errors import Damaged, TooLarge, UnsupportedAlgorithm
from sel.core import ber
from sel.core.ber import Element
from sel.core.envelope import algorithms, signatures, structure
from sel.core.envelope.identity import try_identity
from sel.core.envelope.model import Reason, RecipientId, Signer
from sel.core.envelope.structure import Algorithm, Signed

_UTC_TIME, _GENERALIZED_TIME = 0x17, 0x18
_CRITICAL = frozenset(
    {
        algorithms.CONTENT_TYPE,
        algorithms.MESSAGE_DIGEST,
        algorithms.SIGNING_TIME,
        algorithms.SIGNING_CERTIFICATE,
        algorithms.SIGNING_CERTIFICATE_V2,
    }
)
"""Attributes that stand at most once, with one value (RFC 5652 11, RFC 5035)."""

Attributes = dict[str, Element]


@dataclass(frozen=True, slots=True)
class _SignerInfo:
    """SignerInfo (RFC 5652 5.3). attributes: None without signed attributes."""

    id: RecipientId
    digest: str
    attributes: Element | None
    algorithm: Algorithm
    signature: bytes

    @property
    def name(self) -> str:
        return signatures.signature_name(self.algorithm, self.digest)


class _Wrong(Exception):
    """Why one signature does not hold."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class _Content:
    """What is signed, hashed once for each digest however many have signed it."""

    def __init__(self, data: bytes | memoryview) -> None:
        self.data = data
        self._digests: dict[str, bytes] = {}

    def digest(self, name: str) -> bytes:
        if name not in self._digests:
            self._digests[name] = algorithms.digest_of(name, self.data)
        return self._digests[name]


def verify(
    cms: bytes, content: bytes | memoryview | None = None, *, certificates: Sequence[bytes] = ()
) -> tuple[Signer, ...]:
    """Judge every signature of a message by its mathematics.

    cms           SignedData in DER, BER, PEM or bare base64
    content       what a detached signature is about; None takes what the message carries. If
                  both are there and differ, no signature holds
    certificates  more of them, for messages that leave out their signer's
    Returns one Signer a SignerInfo, in order; none for a message that only carries certificates.
    Raises Damaged, TooLarge.
    """
    message = structure.signed(cms)
    carried = None if message.content is None else message.content.octets()
    about, conflict = _subject(carried, content)
    pool = (*message.certificates, *certificates)
    return tuple(
        _judge(message, _signer_info(each), about, pool, conflict) for each in message.signers
    )


def carried_content(cms: bytes) -> bytes | None:
    """The content inside an opaque signature; None if it is detached. Raises as `verify`."""
    content = structure.signed(cms).content
    return None if content is None else content.octets()


def is_signed(cms: bytes) -> bool:
    """Whether SignedData holds signatures, and not certificates alone. Raises as `verify`."""
    return bool(structure.signed(cms).signers)


def carried_certificates(cms: bytes) -> tuple[bytes, ...]:
    """The certificates of SignedData, X.509 DER. Raises as `verify`."""
    return structure.signed(cms).certificates


def _subject(
    carried: bytes | None, given: bytes | memoryview | None
) -> tuple[_Content | None, Reason | None]:
    if carried is not None and given is not None and carried != given:
        return None, Reason.OTHER_CONTENT
    data = carried if given is None else given
    return (None, Reason.NO_CONTENT) if data is None else (_Content(data), None)


def _signer_info(element: Element) -> _SignerInfo:
    fields = element.fields()
    fields.take().integer()
    name = fields.take()
    if name.tag == ber.context(0):
        who = RecipientId(key_id=name.octets(ber.context(0)))
    else:
        who = structure.issuer_and_serial(name)
    digest = structure.algorithm(fields.take()).oid
    attributes = fields.optional(ber.context(0))
    return _SignerInfo(
        id=who,
        digest=algorithms.DIGESTS.get(digest, digest),
        attributes=attributes,
        algorithm=structure.algorithm(fields.take()),
        signature=fields.take().octets(),
    )


def _judge(
    message: Signed,
    info: _SignerInfo,
    about: _Content | None,
    pool: Sequence[bytes],
    conflict: Reason | None,
) -> Signer:
    signed_at, used, reason = None, None, conflict
    try:
        attributes = _attributes(info.attributes)
        signed_at = _time(attributes.get(algorithms.SIGNING_TIME))
        candidates = _holders(info.id, pool)
        used = candidates[0] if candidates else None
        if about is not None:
            used = _check(message, info, about, attributes, candidates)
            reason = Reason.HOLDS
    except _Wrong as wrong:
        reason = conflict or wrong.reason
    except UnsupportedAlgorithm:
        reason = conflict or Reason.UNSUPPORTED
    except (Damaged, TooLarge):
        reason = conflict or Reason.ATTRIBUTES
    return Signer(
        id=info.id,
        certificate=used,
        certificates=message.certificates,
        reason=reason or Reason.WRONG,
        digest=info.digest,
        algorithm=info.name,
        signed_at=signed_at,
    )


def _check(
    message: Signed,
    info: _SignerInfo,
    about: _Content,
    attributes: Attributes,
    candidates: Sequence[bytes],
) -> bytes:
    """The certificate whose key made the signature. Raises _Wrong, UnsupportedAlgorithm."""
    if info.digest not in algorithms.DIGESTS.values():
        raise UnsupportedAlgorithm(algorithm=info.digest)
    data = _signed_data(message, info, about, attributes)
    if not candidates:
        raise _Wrong(Reason.NO_CERTIFICATE)
    for certificate in candidates:
        who = try_identity(certificate)
        if who is not None and signatures.fits(
            who.spki, info.algorithm, info.signature, data, info.digest
        ):
            if not _names(attributes, certificate):
                raise _Wrong(Reason.OTHER_CERTIFICATE)
            return certificate
    raise _Wrong(Reason.WRONG)


def _signed_data(
    message: Signed, info: _SignerInfo, about: _Content, attributes: Attributes
) -> bytes | memoryview:
    """What the signature is over: the attributes, or the content where there are none."""
    if info.attributes is None:
        # RFC 5652 5.3: attributes must be there for any other type. And attributes of an older
        # signature must not pass as the content of a new one.
        if message.content_type != algorithms.DATA or _could_be_attributes(about.data):
            raise _Wrong(Reason.ATTRIBUTES)
        return about.data
    digest, kind = (
        attributes.get(algorithms.MESSAGE_DIGEST),
        attributes.get(algorithms.CONTENT_TYPE),
    )
    if digest is None or kind is None or kind.oid() != message.content_type:
        raise _Wrong(Reason.ATTRIBUTES)
    if not hmac.compare_digest(digest.octets(), about.digest(info.digest)):
        raise _Wrong(Reason.CONTENT_ALTERED)
    return structure.as_set(info.attributes)


def _attributes(element: Element | None) -> Attributes:
    """The attributes we look at. Others stay unread: one odd one must not spoil the rest.

    Raises _Wrong if one that may stand once stands twice or has not one value.
    """
    found: Attributes = {}
    if element is None:
        return found
    for each in element.children():
        fields = each.fields()
        oid = fields.take().oid()
        if oid not in _CRITICAL:
            continue
        values = list(fields.take().expect(ber.SET).children())
        if oid in found or len(values) != 1:
            raise _Wrong(Reason.ATTRIBUTES)
        found[oid] = values[0]
    return found


def _could_be_attributes(data: bytes | memoryview) -> bool:
    """Whether content is what signed attributes look like when they are signed."""
    if data[:1] != b"\x31":
        return False
    try:
        outer = ber.parse(data).expect(ber.SET)
        return any(
            each.fields().take().oid() == algorithms.MESSAGE_DIGEST for each in outer.children()
        )
    except (Damaged, TooLarge):
        return False


def _names(attributes: Attributes, certificate: bytes) -> bool:
    """Whether the signer meant this certificate (RFC 5035), where it says so at all."""
    for oid, default in (
        (algorithms.SIGNING_CERTIFICATE_V2, "sha256"),
        (algorithms.SIGNING_CERTIFICATE, "sha1"),
    ):
        if oid not in attributes:
            continue
        first = attributes[oid].fields().take().fields().take().fields()
        element, digest = first.take(), default
        if element.tag == ber.SEQUENCE:
            used = structure.algorithm(element).oid
            digest, element = algorithms.DIGESTS.get(used, ""), first.take()
            if not digest:
                raise UnsupportedAlgorithm(algorithm=used)
        if not hmac.compare_digest(element.octets(), algorithms.digest_of(digest, certificate)):
            return False
    return True


def _holders(wanted: RecipientId, pool: Sequence[bytes]) -> list[bytes]:
    found = []
    for each in dict.fromkeys(pool):
        who = try_identity(each)
        if who is not None and who.answers(wanted):
            found.append(each)
    return found


def _time(element: Element | None) -> datetime | None:
    """signingTime; None for one that cannot be read: it is a claim, nothing rests on it."""
    if element is None or element.tag not in {_UTC_TIME, _GENERALIZED_TIME}:
        return None
    shape = core.UTCTime if element.tag == _UTC_TIME else core.GeneralizedTime
    try:
        moment = shape.load(element.encoding.tobytes()).native
    except (ValueError, TypeError, OverflowError):
        return None
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        return None
    return moment.astimezone(UTC)
