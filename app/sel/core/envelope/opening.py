"""Decrypting: EnvelopedData and AuthEnvelopedData (RFC 5652 6, RFC 5083)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.exceptions import UnsupportedAlgorithm as NotBuiltIn
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES

from sel.base.errors import Damaged, NoKey, NotDecrypted, UnsupportedAlgorithm
from sel.core import ber
from sel.core.ciphers import CBC, BlockCipher, rc2
from sel.core.envelope import algorithms, recipients, structure
from sel.core.envelope.identity import key_ids, try_identity
from sel.core.envelope.limits import MAX_TRIES
from sel.core.envelope.model import Key, Opened
from sel.core.envelope.private import load_private
from sel.core.envelope.recipients import Info
from sel.core.envelope.structure import Algorithm, Encrypted
from sel.core.envelope.unwrapping import Method, Unopened, method

_RC2_BITS = {160: 40, 120: 64, 58: 128}
_MIN_TAG, _MAX_TAG = 12, 16


@dataclass(frozen=True, slots=True)
class ContentCipher:
    """How the content of one message is deciphered.

    key_size   bytes, or None if several are right
    decipher   content key to content; raises Unopened
    """

    name: str
    key_size: int | None
    authenticated: bool
    decipher: Callable[[bytes], bytes]


def decrypt(cms: bytes, ring: Sequence[Key]) -> Opened:
    """Open a message with whichever key of the ring it is encrypted to.

    cms   DER, BER, PEM or bare base64
    ring  the private half is asked for only where a recipient is matched

    Nothing is released before tag or padding holds. Raises NoKey if none of the ring is among
    the recipients; NotDecrypted, without any distinction, for whatever fails once a private key
    has been used (RFC 3218); before that UnsupportedAlgorithm, Damaged, TooLarge by what stands
    openly in the message; and what `Key.private` raises.
    """
    message = structure.encrypted(cms)
    cipher = content_cipher(message)
    matched = match(recipients.infos(message), ring)
    if not matched:
        raise NoKey()
    usable, refusal = [], None
    for info, key in matched:
        try:
            usable.append((info, key, method(info)))
        except UnsupportedAlgorithm as error:
            refusal = error
    if not usable and refusal is not None:
        raise refusal
    for info, key, way in usable[:MAX_TRIES]:
        content = _try(cipher, way, key)
        if content is not None:
            return Opened(
                content=content,
                content_encryption=cipher.name,
                key_management=way.name,
                authenticated=cipher.authenticated,
                recipient=info.recipient,
                spki=key.spki,
            )
    raise NotDecrypted()


def content_encryption(cms: bytes) -> str:
    """ "aes-256-cbc", …, or the dotted identifier; needs no key. Raises Damaged, TooLarge."""
    oid = structure.encrypted(cms).cipher.oid
    if oid in algorithms.GCM:
        return algorithms.GCM[oid][0]
    if oid in CBC:
        return CBC[oid].name
    return "rc2-cbc" if oid == algorithms.RC2_CBC else oid


def match(infos: Sequence[Info], ring: Sequence[Key]) -> list[tuple[Info, Key]]:
    """Which recipients are keys of the ring; every pair once."""
    by_serial: dict[int, list[Info]] = {}
    by_key_id: dict[bytes, list[Info]] = {}
    for info in infos:
        wanted = info.recipient
        if wanted.key_id is not None:
            by_key_id.setdefault(wanted.key_id, []).append(info)
        elif wanted.serial is not None:
            by_serial.setdefault(wanted.serial, []).append(info)
    found: dict[tuple[int, bytes], tuple[Info, Key]] = {}
    for key in ring:
        mine = None if key.certificate is None else try_identity(key.certificate)
        ids = set(key_ids(key.spki))
        candidates: list[Info] = []
        if mine is not None:
            candidates += [i for i in by_serial.get(mine.serial, ()) if mine.answers(i.recipient)]
            ids |= {mine.key_id} if mine.key_id is not None else set()
        for key_id in ids:
            candidates += by_key_id.get(key_id, ())
        for info in candidates:
            found.setdefault((id(info), key.spki), (info, key))
    return list(found.values())


def content_cipher(message: Encrypted) -> ContentCipher:
    """How the content is enciphered, by what stands openly in the message.

    Raises UnsupportedAlgorithm, Damaged.
    """
    used = message.cipher
    if message.mac is not None:
        return _gcm(message, message.mac)
    if used.oid in CBC:
        cipher = CBC[used.oid]
        iv = b"" if used.parameters is None else used.parameters.octets()
    elif used.oid == algorithms.RC2_CBC:
        cipher, iv = _rc2(used)
    else:
        raise UnsupportedAlgorithm(algorithm=used.oid)
    content = _content(message)
    if len(iv) != cipher.block or not content or len(content) % cipher.block:
        raise Damaged(detail=f"{len(content)} bytes, IV of {len(iv)}, under {cipher.name}")
    size = None if cipher.any_key_size else cipher.key_size
    return ContentCipher(cipher.name, size, False, lambda key: _cbc(cipher, key, iv, content))


def _content(message: Encrypted) -> bytes:
    if message.content is None:
        raise Damaged(detail="encrypted content is kept elsewhere")
    return message.content.octets(ber.context(0))


def _rc2(used: Algorithm) -> tuple[BlockCipher, bytes]:
    """RC2CBCParameter (RFC 3370 5.2): a version that encodes the effective bits, and the IV."""
    if used.parameters is None:
        raise Damaged(detail="RC2 without parameters")
    if used.parameters.tag == ber.OCTET_STRING:
        return rc2(32), used.parameters.octets()
    fields = used.parameters.fields()
    version = fields.take().integer()
    bits = _RC2_BITS.get(version, version)
    if not (version in _RC2_BITS or 256 <= version <= 1024):
        raise Damaged(detail=f"RC2 version {version}")
    return rc2(bits), fields.take().octets()


def _gcm(message: Encrypted, tag: bytes) -> ContentCipher:
    used = message.cipher
    if used.oid not in algorithms.GCM:
        raise UnsupportedAlgorithm(algorithm=used.oid)
    name, size = algorithms.GCM[used.oid]
    if used.parameters is None:
        raise Damaged(detail="GCM without parameters")
    nonce = used.parameters.fields().take().octets()
    if not _MIN_TAG <= len(tag) <= _MAX_TAG or not 8 <= len(nonce) <= 128:
        raise Damaged(detail=f"GCM tag of {len(tag)}, nonce of {len(nonce)}")
    content, aad = _content(message), message.aad

    def decipher(key: bytes) -> bytes:
        if len(key) != size:
            raise Unopened
        decryptor = Cipher(AES(key), modes.GCM(nonce, tag, min_tag_length=_MIN_TAG)).decryptor()
        decryptor.authenticate_additional_data(aad)
        plain = decryptor.update(content)
        try:
            decryptor.finalize()
        except InvalidTag as error:
            raise Unopened from error
        return plain

    return ContentCipher(name, size, True, decipher)


def _cbc(cipher: BlockCipher, key: bytes, iv: bytes, content: bytes) -> bytes:
    """Padding is looked at here: the library's own remover copies the content three times."""
    try:
        plain = cipher.raw(key, iv, content)
    except ValueError as error:
        raise Unopened from error
    except NotBuiltIn as error:
        raise UnsupportedAlgorithm(algorithm=cipher.name) from error
    length = plain[-1]
    if not 1 <= length <= cipher.block or plain[-length:] != bytes((length,)) * length:
        raise Unopened
    return plain[:-length]


def _try(cipher: ContentCipher, way: Method, key: Key) -> bytes | None:
    private = load_private(key.private())
    try:
        return cipher.decipher(way.unwrap(private, cipher.key_size))
    except Unopened:
        return None
