"""Encrypting: EnvelopedData, or AuthEnvelopedData on an explicit wish (RFC 5652 6, RFC 5083)."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Sequence

from cryptography.exceptions import UnsupportedAlgorithm as NotBuiltIn
from cryptography.hazmat.primitives import hashes, keywrap
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from sel.base.errors import CannotEncryptTo, InputError, NoRecipientCertificate
from sel.core import ber, certificate
from sel.core.envelope import algorithms, der, pieces
from sel.core.envelope.identity import Identity, identity
from sel.core.envelope.limits import MAX_RECIPIENTS
from sel.core.envelope.model import Content, KeyTransport
from sel.core.envelope.pieces import Piece, Stream
from sel.core.envelope.unwrapping import agreed_key
from sel.core.keypair import describe
from sel.core.limits import check_limit

_KEY, _BLOCK, _NONCE, _TAG = 32, 16, 12, 16
_CHUNK = 1 << 20
"""Other threads get their turn between chunks."""


def encrypt(
    content: bytes,
    *,
    recipients: Sequence[bytes],
    cipher: Content = Content.CBC,
    transport: KeyTransport = KeyTransport.PKCS1,
) -> bytes:
    """A message that only the holders of these certificates' keys open, DER.

    Raises as `encrypt_pieces`.
    """
    whole = encrypt_pieces([content], recipients=recipients, cipher=cipher, transport=transport)
    return pieces.joined(whole)


def encrypt_pieces(
    content: Sequence[Piece],
    *,
    recipients: Sequence[bytes],
    cipher: Content = Content.CBC,
    transport: KeyTransport = KeyTransport.PKCS1,
) -> list[Piece]:
    """The same for content in pieces; it is enciphered while somebody goes through the result.

    That can be done once: the result is not to be had again under the same key.

    recipients  X.509, DER; repeats count once. RSA keys get the content key by key transport,
                EC keys by ephemeral ECDH (dhSinglePass-stdDH-sha256kdf, AES-256 wrap)
    cipher, transport  the defaults are what every mail program opens; GCM and OAEP are not
    Raises CannotEncryptTo for keys of other kinds, NoRecipientCertificate for none at all,
    TooLarge, Damaged.
    """
    chosen = tuple(dict.fromkeys(recipients))
    if not chosen:
        raise NoRecipientCertificate(address="")
    check_limit("recipients", len(chosen), MAX_RECIPIENTS)
    key = secrets.token_bytes(_KEY)
    infos = [_recipient(each, key, transport) for each in chosen]
    by_agreement = any(info[0] == der.context(1) for info in infos)
    recipient_set = der.set_of(*infos)
    if cipher is Content.GCM:
        inside, tag = _gcm(key, content)
        return _message(algorithms.AUTH_ENVELOPED_DATA, 0, recipient_set, inside, tag)
    version = 2 if by_agreement else 0
    return _message(algorithms.ENVELOPED_DATA, version, recipient_set, _cbc(key, content))


def _message(
    oid: str, version: int, infos: bytes, content: list[Piece], *rest: Piece
) -> list[Piece]:
    shell = der.enclose(der.SEQUENCE, [der.integer(version), infos, *content, *rest])
    outer = [der.oid(oid), *der.enclose(der.context(0), shell)]
    return der.enclose(der.SEQUENCE, outer)


# --- content --------------------------------------------------------------------------------


def _cbc(key: bytes, content: Sequence[Piece]) -> list[Piece]:
    iv = secrets.token_bytes(_BLOCK)
    length = pieces.size(content)
    padding_length = _BLOCK - length % _BLOCK

    def enciphered() -> Iterator[bytes]:
        encryptor = Cipher(AES(key), modes.CBC(iv)).encryptor()
        for piece in _chunks(content):
            yield encryptor.update(piece)
        yield encryptor.update(bytes((padding_length,)) * padding_length)
        yield encryptor.finalize()

    held = Stream(length + padding_length, _once(enciphered))
    return _content_info(der.algorithm(algorithms.AES_256_CBC, der.octets(iv)), held)


def _gcm(key: bytes, content: Sequence[Piece]) -> tuple[list[Piece], Stream]:
    nonce = secrets.token_bytes(_NONCE)
    encryptor = Cipher(AES(key), modes.GCM(nonce)).encryptor()

    def enciphered() -> Iterator[bytes]:
        for piece in _chunks(content):
            yield encryptor.update(piece)
        yield encryptor.finalize()

    parameters = der.sequence(der.octets(nonce), der.integer(_TAG))
    used = der.algorithm(algorithms.AES_256_GCM, parameters)
    held = Stream(pieces.size(content), _once(enciphered))
    tag = Stream(len(der.octets(bytes(_TAG))), lambda: iter((der.octets(encryptor.tag),)))
    return _content_info(used, held), tag


def _chunks(content: Sequence[Piece]) -> Iterator[bytes | memoryview]:
    for piece in pieces.flat(content):
        view = memoryview(piece)
        yield from (view[at : at + _CHUNK] for at in range(0, len(view), _CHUNK))


def _once(make: Callable[[], Iterator[bytes]]) -> Callable[[], Iterator[bytes]]:
    """A second message under the same key and nonce must not come about by mistake."""
    makers = [make]

    def first() -> Iterator[bytes]:
        if not makers:
            raise RuntimeError("content is enciphered once")
        return makers.pop()()

    return first


def _content_info(used: bytes, held: Stream) -> list[Piece]:
    tagged = der.enclose(der.context(0, constructed=False), [held])
    return der.enclose(der.SEQUENCE, [der.oid(algorithms.DATA), used, *tagged])


# --- recipients -----------------------------------------------------------------------------


def _recipient(holder: bytes, key: bytes, transport: KeyTransport) -> bytes:
    who = identity(holder)
    kind = ber.parse(who.spki).fields().take().fields().take().oid()
    if kind not in {algorithms.RSA, algorithms.EC}:
        raise _cannot(holder, who)
    try:
        public = load_der_public_key(who.spki)
    except (ValueError, NotBuiltIn) as error:
        raise _cannot(holder, who) from error
    if isinstance(public, rsa.RSAPublicKey):
        return _transport(who, public, key, transport)
    if isinstance(public, ec.EllipticCurvePublicKey):
        return _agreement(who, public, key)
    raise _cannot(holder, who)


def _transport(who: Identity, public: rsa.RSAPublicKey, key: bytes, used: KeyTransport) -> bytes:
    if used is KeyTransport.OAEP:
        sha256 = der.algorithm(algorithms.SHA256)
        parameters = der.sequence(
            der.encode(der.context(0), sha256),
            der.encode(der.context(1), der.algorithm(algorithms.MGF1, sha256)),
        )
        how = der.algorithm(algorithms.RSA_OAEP, parameters)
        scheme: padding.AsymmetricPadding = padding.OAEP(
            padding.MGF1(hashes.SHA256()), hashes.SHA256(), None
        )
    else:
        how, scheme = der.algorithm(algorithms.RSA, der.NULL), padding.PKCS1v15()
    wrapped = public.encrypt(key, scheme)
    return der.sequence(der.integer(0), _rid(who), how, der.octets(wrapped))


def _agreement(who: Identity, public: ec.EllipticCurvePublicKey, key: bytes) -> bytes:
    ephemeral = ec.generate_private_key(public.curve)
    wrap = der.algorithm(algorithms.AES_256_WRAP)
    kek = agreed_key(
        algorithms.ECDH_SHA256,
        ephemeral.exchange(ec.ECDH(), public),
        wrap=wrap,
        wrap_oid=algorithms.AES_256_WRAP,
        ukm=b"",
    )
    point = ephemeral.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    originator = der.encode(
        der.context(1), der.algorithm(algorithms.EC), der.encode(der.BIT_STRING, b"\0", point)
    )
    wrapped = der.octets(keywrap.aes_key_wrap(kek, key))
    return der.encode(
        der.context(1),
        der.integer(3),
        der.encode(der.context(0), originator),
        der.algorithm(algorithms.ECDH_SHA256, wrap),
        der.sequence(der.sequence(_rid(who), wrapped)),
    )


def _rid(who: Identity) -> bytes:
    return der.sequence(who.issuer_der, der.integer(who.serial))


def _cannot(holder: bytes, who: Identity) -> CannotEncryptTo:
    try:
        facts = certificate.read(holder)
        addresses, algorithm = facts.match_emails, facts.key.algorithm
    except InputError:
        addresses, algorithm = (), describe(who.spki).algorithm
    return CannotEncryptTo(address=", ".join(addresses[:1]), algorithm=algorithm)
