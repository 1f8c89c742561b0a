"""Taking the layers off a letter, from the outside in, as long as each holds all that is left.

Whatever stands beside a layer breaks it: then the layer is not taken off, and nothing that was
inside one ever meets anything that was outside (RFC 8551 6, RFC 9787).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sel.base.errors import Damaged
from sel.core import envelope
from sel.core.envelope import Key, Reason, RecipientId, Signer
from sel.core.envelope.algorithms import (
    AUTH_ENVELOPED_DATA,
    COMPRESSED_DATA,
    ENVELOPED_DATA,
    SIGNED_DATA,
)
from sel.core.letter.entity import Entity, parse, with_crlf
from sel.core.letter.limits import MAX_LAYERS
from sel.core.letter.model import Layer, LayerKind
from sel.core.limits import check_limit

_SIGNED_PARTS: Final = 2
_CONTENT: Final = {
    SIGNED_DATA: LayerKind.SIGNED,
    ENVELOPED_DATA: LayerKind.ENCRYPTED,
    AUTH_ENVELOPED_DATA: LayerKind.ENCRYPTED,
    COMPRESSED_DATA: LayerKind.COMPRESSED,
}

_NOBODY: Final = Signer(
    id=RecipientId(),
    certificate=None,
    certificates=(),
    reason=Reason.ATTRIBUTES,
    digest="",
    algorithm="",
    signed_at=None,
)
"""Who signed, where a signature cannot be read or has no signer."""


@dataclass(frozen=True, slots=True)
class Peeled:
    """What is left when every layer that can be is off.

    core      the innermost entity
    sealed    the encrypted message at which a look without keys stopped, else None
    wrapped   the core stood in a message/rfc822 that only protects its header (RFC 8551 3.1)
    """

    layers: tuple[Layer, ...]
    core: Entity
    sealed: bytes | None = None
    wrapped: bool = False


def peel(outside: Entity, ring: Sequence[Key] | None) -> Peeled:
    """Take off every layer. Without a ring, stop before the first encrypted one.

    Raises NoKey, NotDecrypted, Damaged, TooLarge, UnsupportedAlgorithm.
    """
    layers: list[Layer] = []
    core, wrapped = outside, 0
    while True:
        check_limit("layers", len(layers) + wrapped, MAX_LAYERS)
        if core.is_signed_multipart and core.is_multipart:
            parts = core.parts()
            if len(parts) != _SIGNED_PARTS or not parts[1].is_signature:
                return Peeled(tuple(layers), core)
            layer, core = _clear_signed(parts[0], parts[1].content())
        elif layers and _is_wrapped(core, outside):
            inside = parse(core.content())
            if not (inside.is_smime or inside.is_signed_multipart):
                return Peeled(tuple(layers), inside, wrapped=True)
            core, wrapped = inside, wrapped + 1
            continue
        else:
            cms = core.content() if core.is_smime else b""
            kind = kind_of(cms) if core.is_smime else None
            if kind is None:
                return Peeled(tuple(layers), core)
            if kind is LayerKind.ENCRYPTED and ring is None:
                return Peeled(tuple(layers), core, cms)
            layer, core = _opaque(kind, cms, ring or ())
            del cms  # as large as the letter; what is inside needs the room
        layers.append(layer)


def _is_wrapped(core: Entity, outside: Entity) -> bool:
    """Whether a message/rfc822 is this very letter again, for its header's sake.

    RFC 8551 3.1 lets it look like a forwarded letter; newer programs say `forwarded=no`, with
    older ones the Message-ID is the same (RFC 9788 4.10).
    """
    if core.media_type not in {"message/rfc822", "message/global"}:
        return False
    if "forwarded" in core.parameters:
        return core.parameters["forwarded"].lower() == "no"
    mine = outside.first("message-id")
    return mine is not None and mine == parse(core.content()).first("message-id")


def kind_of(cms: bytes) -> LayerKind | None:
    """What a CMS message is, by its own content type and not by what the mail says of it.

    None for what is no layer: messages that only carry certificates, and other kinds.
    Raises Damaged, TooLarge.
    """
    kind = _CONTENT.get(envelope.content_type(cms))
    if kind is LayerKind.SIGNED and not envelope.is_signed(cms):
        return None
    return kind


def _clear_signed(first: Entity, signature: bytes) -> tuple[Layer, Entity]:
    """multipart/signed: transport may have changed line ends, signers hash CRLF.

    What is shown comes from the very bytes that the signature holds for.
    """
    if first.canonical:
        return _signed_layer(_verified(signature, first.view)), first
    canonical = with_crlf(first.raw)
    signers = _verified(signature, canonical)
    if not all(each.holds for each in signers):
        as_sent = _verified(signature, first.view)
        if all(each.holds for each in as_sent):
            return _signed_layer(as_sent), first
    return _signed_layer(signers), parse(canonical)


def _verified(signature: bytes, content: bytes | memoryview) -> tuple[Signer, ...]:
    """One signer at least: what is in the clear is shown whatever became of its signature."""
    try:
        return envelope.verify(signature, content) or (_NOBODY,)
    except Damaged:
        return (_NOBODY,)


def _opaque(kind: LayerKind, cms: bytes, ring: Sequence[Key]) -> tuple[Layer, Entity]:
    match kind:
        case LayerKind.SIGNED:
            content = envelope.carried_content(cms)
            return _signed_layer(envelope.verify(cms)), parse(content or b"")
        case LayerKind.ENCRYPTED:
            opened = envelope.decrypt(cms, ring)
            layer = Layer(
                kind,
                opened.content_encryption,
                key_management=opened.key_management,
                authenticated=opened.authenticated,
                spki=opened.spki,
            )
            return layer, parse(opened.content)
        case LayerKind.COMPRESSED:
            return Layer(kind, "zlib"), parse(envelope.decompress(cms))


def _signed_layer(signers: tuple[Signer, ...]) -> Layer:
    return Layer(LayerKind.SIGNED, signers[0].digest, signers=signers)
