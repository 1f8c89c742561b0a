"""Decrypting: EnvelopedData and AuthEnvelopedData (RFC 5652 6, RFC 5083)."""

from __future__ import annotations

from collections.abc import Sequence

from sel.base.errors import Damaged, NoKey, NotDecrypted, UnsupportedAlgorithm
from sel.core.envelope import recipients, structure
from sel.core.envelope.content import ContentCipher, content_cipher, content_name
from sel.core.envelope.identity import key_ids, try_identity
from sel.core.envelope.limits import MAX_TRIES
from sel.core.envelope.model import Key, Opened, Sealed
from sel.core.envelope.private import load_private
from sel.core.envelope.recipients import Info
from sel.core.envelope.unwrapping import Method, Unopened, method


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
    return content_name(structure.encrypted(cms))


def look(cms: bytes) -> Sealed:
    """What can be seen of an encrypted message without any key. Raises Damaged, TooLarge."""
    message = structure.encrypted(cms)
    infos = recipients.infos(message)
    names, unknown, damaged = [], [], False
    for info in infos:
        try:
            names.append(method(info).name)
        except UnsupportedAlgorithm as error:
            names.append(str(error.what.facts["algorithm"]))
            unknown.append(names[-1])
    if len(unknown) < len(infos):  # at least one of them Sêl could open
        unknown.clear()
    try:
        content_cipher(message)
    except UnsupportedAlgorithm as error:
        unknown.append(str(error.what.facts["algorithm"]))
    except Damaged:
        damaged = True
    return Sealed(
        recipients=tuple(info.recipient for info in infos),
        key_managements=tuple(names),
        content_encryption=content_name(message),
        authenticated=message.mac is not None,
        otherwise=recipients.without_certificate(message),
        unknown=tuple(dict.fromkeys(unknown)),
        damaged=damaged,
    )


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


def _try(cipher: ContentCipher, way: Method, key: Key) -> bytes | None:
    private = load_private(key.private())
    try:
        return cipher.decipher(way.unwrap(private, cipher.key_size))
    except Unopened:
        return None
