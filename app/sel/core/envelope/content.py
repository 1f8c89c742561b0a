"""The cipher around the content of one message, by what stands openly in it (RFC 5652 6.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import SEEK_END, BytesIO
from typing import Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.exceptions import UnsupportedAlgorithm as NotBuiltIn
from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.ciphers.algorithms import AES

from sel.base.errors import Damaged, UnsupportedAlgorithm
from sel.core import ber
from sel.core.ciphers import CBC, BlockCipher, rc2
from sel.core.envelope import algorithms
from sel.core.envelope.structure import Algorithm, Encrypted
from sel.core.envelope.unwrapping import Unopened

_RC2_BITS: Final = {160: 40, 120: 64, 58: 128}
_CCM_TAGS: Final = {4, 6, 8, 10, 12, 14, 16}
_MIN_TAG, _MAX_TAG = 12, 16
_CHUNK: Final = 1 << 20
"""Other threads get their turn between chunks."""


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


class _Aead(Protocol):
    """A cipher with its tag: (key, nonce, content, tag, additional data) to plain text.

    Raises InvalidTag, ValueError for lengths that no key can mend.
    """

    def __call__(
        self, key: bytes, nonce: bytes, content: memoryview, tag: bytes, aad: bytes
    ) -> bytes:
        """Nothing is given back before the tag was found right."""


def content_cipher(message: Encrypted) -> ContentCipher:
    """How the content is enciphered; needs no key. Raises UnsupportedAlgorithm, Damaged."""
    used = message.cipher
    if message.mac is not None:
        return _authenticated(message, message.mac)
    if used.oid in CBC:
        cipher = CBC[used.oid]
        iv = b"" if used.parameters is None else used.parameters.octets()
    elif used.oid == algorithms.RC2_CBC:
        cipher, iv = _rc2(used)
    else:
        raise UnsupportedAlgorithm(algorithm=algorithms.shown(used.oid))
    content = _content(message)
    if len(iv) != cipher.block or not content or len(content) % cipher.block:
        raise Damaged(detail=f"{len(content)} bytes, IV of {len(iv)}, under {cipher.name}")
    size = None if cipher.any_key_size else cipher.key_size
    return ContentCipher(cipher.name, size, False, lambda key: _cbc(cipher, key, iv, content))


def content_name(message: Encrypted) -> str:
    """ "aes-256-cbc", …, or the dotted identifier of one that nobody here has heard of."""
    oid = message.cipher.oid
    if oid in algorithms.AEAD:
        return algorithms.AEAD[oid][0]
    if oid in CBC:
        return CBC[oid].name
    return "rc2-cbc" if oid == algorithms.RC2_CBC else algorithms.shown(oid)


def _content(message: Encrypted) -> memoryview:
    """A view of the message itself, unless the content came in segments."""
    if message.content is None:
        raise Damaged(detail="encrypted content is kept elsewhere")
    held = message.content.expect(ber.context(0))
    return memoryview(held.octets(ber.context(0))) if held.constructed else held.content


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


def _cbc(cipher: BlockCipher, key: bytes, iv: bytes, content: memoryview) -> bytes:
    """Deciphered into one place and cut there: nothing is there twice.

    Padding is looked at here: the library's own remover copies the content three times.
    """
    plain = BytesIO()
    step = len(content) if cipher.any_key_size else _CHUNK  # RC2 has a limit for the whole
    try:
        for at in range(0, len(content), step):
            plain.write(cipher.raw(key, iv, bytes(content[at : at + step])))
            iv = bytes(content[: at + step][-cipher.block :])
    except ValueError as error:
        raise Unopened from error
    except NotBuiltIn as error:
        raise UnsupportedAlgorithm(algorithm=cipher.name) from error
    plain.seek(-cipher.block, SEEK_END)
    last = plain.read()
    length = last[-1]
    if not 1 <= length <= cipher.block or last[-length:] != bytes((length,)) * length:
        raise Unopened
    plain.truncate(len(content) - length)
    return plain.getvalue()


# --- with a tag -----------------------------------------------------------------------------


def _authenticated(message: Encrypted, tag: bytes) -> ContentCipher:
    """AES-GCM and AES-CCM (RFC 5084), ChaCha20-Poly1305 (RFC 8103)."""
    used = message.cipher
    if used.oid not in algorithms.AEAD:
        raise UnsupportedAlgorithm(algorithm=algorithms.shown(used.oid))
    name, size, mode = algorithms.AEAD[used.oid]
    if used.parameters is None:
        raise Damaged(detail=f"{name} without parameters")
    opened, nonces, tags = _MODES[mode]
    parameters = used.parameters
    if parameters.tag == ber.SEQUENCE:
        parameters = parameters.fields().take()
    nonce = parameters.octets()
    if len(tag) not in tags or len(nonce) not in nonces:
        raise Damaged(detail=f"tag of {len(tag)}, nonce of {len(nonce)}, under {name}")
    content, aad = _content(message), message.aad

    def decipher(key: bytes) -> bytes:
        if len(key) != size:
            raise Unopened
        try:
            return opened(key, nonce, content, tag, aad)
        except (InvalidTag, ValueError, OverflowError) as error:
            raise Unopened from error
        except NotBuiltIn as error:
            raise UnsupportedAlgorithm(algorithm=name) from error

    return ContentCipher(name, size, True, decipher)


def _gcm(key: bytes, nonce: bytes, content: memoryview, tag: bytes, aad: bytes) -> bytes:
    decryptor = Cipher(AES(key), modes.GCM(nonce, tag, min_tag_length=_MIN_TAG)).decryptor()
    decryptor.authenticate_additional_data(aad)
    plain = BytesIO()
    for at in range(0, len(content), _CHUNK):
        plain.write(decryptor.update(content[at : at + _CHUNK]))
    decryptor.finalize()
    return plain.getvalue()


def _ccm(key: bytes, nonce: bytes, content: memoryview, tag: bytes, aad: bytes) -> bytes:
    return AESCCM(key, tag_length=len(tag)).decrypt(nonce, b"".join((content, tag)), aad)


def _poly(key: bytes, nonce: bytes, content: memoryview, tag: bytes, aad: bytes) -> bytes:
    return ChaCha20Poly1305(key).decrypt(nonce, b"".join((content, tag)), aad)


_MODES: Final[dict[str, tuple[_Aead, range, range | set[int]]]] = {
    "gcm": (_gcm, range(8, 129), range(_MIN_TAG, _MAX_TAG + 1)),
    "ccm": (_ccm, range(7, 14), _CCM_TAGS - {4, 6}),
    "poly1305": (_poly, range(12, 13), range(16, 17)),
}
"""By mode: how it is opened, and sizes of nonce and tag in bytes."""
