"""CompressedData (RFC 3274), with a limit on what it may become."""

from __future__ import annotations

import zlib

from sel.base.errors import Damaged, UnsupportedAlgorithm
from sel.core import ber
from sel.core.envelope import algorithms, structure
from sel.core.envelope.limits import MAX_DECOMPRESSED
from sel.core.limits import check_limit


def decompress(cms: bytes, *, limit: int = MAX_DECOMPRESSED) -> bytes:
    """The content. Raises Damaged, UnsupportedAlgorithm, TooLarge beyond `limit` bytes."""
    oid, content = structure.content_info(cms)
    if oid != algorithms.COMPRESSED_DATA:
        raise Damaged(detail=f"{oid} where compressed data belong")
    fields = content.fields()
    fields.take().integer()
    used = structure.algorithm(fields.take())
    if used.oid != algorithms.ZLIB:
        raise UnsupportedAlgorithm(algorithm=used.oid)
    inside = fields.take().fields()
    inside.take().oid()
    packed = inside.take().expect(ber.context(0)).inner().octets()
    stream = zlib.decompressobj()
    try:
        plain = stream.decompress(packed, limit + 1)
    except zlib.error as error:
        raise Damaged(detail=f"zlib: {error}") from error
    check_limit("bytes", len(plain), limit)
    if not stream.eof:
        raise Damaged(detail="compressed content ends too soon")
    return plain
