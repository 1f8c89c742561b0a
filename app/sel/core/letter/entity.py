"""MIME entities as the bytes they are (RFC 2045, 2046): what was signed must not be re-written."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sel.core.bundle.limits import check_limit
from sel.core.letter import words
from sel.core.letter.limits import MAX_HEADER_BYTES, MAX_PARTS

_END_OF_HEADERS: Final = re.compile(rb"\r?\n\r?\n")
_FOLD: Final = re.compile(rb"\r?\n(?=[ \t])")
_FIELD: Final = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_LINE_REST: Final = re.compile(rb"(--)?[ \t]*(?:\r?\n|\Z)")
_MEDIA_TYPE: Final = re.compile(r"\s*([!#$&^_.+\w-]+/[!#$&^_.+\w-]+)\s*(?=;|$)", re.ASCII)
_SMIME: Final = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_SMIME_SIGNATURE: Final = {"application/pkcs7-signature", "application/x-pkcs7-signature"}


@dataclass(frozen=True)
class Entity:
    """Header fields and a body, cut from the raw bytes.

    fields  (name in lower case, value without its folds) in order
    raw     all of it, header too
    start   where the body begins; bodies may be large and are cut off only when wanted
    """

    fields: tuple[tuple[str, bytes], ...]
    raw: bytes
    start: int

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field."""
        return tuple(words.header_text(value) for each, value in self.fields if each == name)

    def first(self, name: str) -> str | None:
        """The first value of a field, or None."""
        return next(iter(self.all(name)), None)

    @cached_property
    def media_type(self) -> str:
        """ "type/subtype" in lower case; text/plain for what cannot be read (RFC 2045 5.2)."""
        found = _MEDIA_TYPE.match(self.first("content-type") or "text/plain")
        return found[1].lower() if found else "text/plain"

    @cached_property
    def parameters(self) -> dict[str, str]:
        """Those of Content-Type."""
        return words.parameters(self.first("content-type") or "")

    @cached_property
    def disposition(self) -> str:
        """ "inline", "attachment" or whatever was sent, in lower case; "" without one."""
        value = self.first("content-disposition") or ""
        return value.partition(";")[0].strip().lower()

    @cached_property
    def file_name(self) -> str:
        """What the sender calls the part; "" without a name."""
        given = words.parameters(self.first("content-disposition") or "").get("filename")
        return words.unstructured(given or self.parameters.get("name") or "")

    @property
    def is_multipart(self) -> bool:
        """Whether it consists of parts that can be told apart."""
        return self.media_type.startswith("multipart/") and bool(self.parameters.get("boundary"))

    @property
    def is_smime(self) -> bool:
        """Whether it says that it is a CMS message, or is named as one is (RFC 8551 3.2.1)."""
        named = self.file_name.lower() == "smime.p7m"
        return self.media_type in _SMIME or (
            self.media_type == "application/octet-stream" and named
        )

    @property
    def is_signature(self) -> bool:
        """Whether it is the second part of an S/MIME multipart/signed, or is named as one is."""
        named = self.file_name.lower() == "smime.p7s"
        return self.media_type in _SMIME_SIGNATURE or (
            self.media_type == "application/octet-stream" and named
        )

    @property
    def is_signed_multipart(self) -> bool:
        """Whether it is multipart/signed by S/MIME (RFC 8551 3.5.3)."""
        protocol = self.parameters.get("protocol", "").lower()
        return self.media_type == "multipart/signed" and (
            protocol in _SMIME_SIGNATURE or not protocol
        )

    def content(self) -> bytes:
        """The body without its transfer encoding; one nobody knows is left as it is."""
        body = memoryview(self.raw)[self.start :]
        match (self.first("content-transfer-encoding") or "").strip().lower():
            case "base64":
                return _base64(body)
            case "quoted-printable":
                return binascii.a2b_qp(body)
            case _:
                return bytes(body)

    def parts(self) -> tuple[bytes, ...]:
        """The raw parts of a multipart, preamble and epilogue left out (RFC 2046 5.1.1).

        The line end before a delimiter belongs to the delimiter. Raises TooLarge.
        """
        delimiter = b"--" + self.parameters["boundary"].rstrip().encode("utf-8", "replace")
        found: list[bytes] = []
        start: int | None = None
        at = self.raw.find(delimiter, self.start)
        while at >= 0:
            rest = _LINE_REST.match(self.raw, at + len(delimiter))
            if rest is not None and (at == self.start or self.raw[at - 1 : at] == b"\n"):
                if start is not None:
                    found.append(self.raw[start : _before_line_end(self.raw, at, start)])
                    check_limit("parts", len(found), MAX_PARTS)
                if rest[1]:
                    return tuple(found)
                start = rest.end()
            at = self.raw.find(delimiter, at + 1)
        if start is not None:
            found.append(self.raw[start:])  # the last delimiter is missing
        return tuple(found)


def parse(raw: bytes) -> Entity:
    """Cut an entity into its fields and its body. Raises TooLarge."""
    if raw.startswith((b"\r\n", b"\n")):
        return Entity((), raw, raw.index(b"\n") + 1)
    end = _END_OF_HEADERS.search(raw)
    length, start = (end.start(), end.end()) if end else (len(raw), len(raw))
    check_limit("header-bytes", length, MAX_HEADER_BYTES)
    head = raw[:length]
    fields = []
    for line in _FOLD.sub(b"", head).splitlines():
        field = _FIELD.fullmatch(line)
        if field is not None:
            fields.append((field[1].decode("ascii").lower(), field[2].strip()))
    return Entity(tuple(fields), raw, start)


def with_crlf(data: bytes) -> bytes:
    """The canonical form of text that was signed (RFC 8551 3.1.1): every line end is CRLF."""
    if data.count(b"\n") == data.count(b"\r\n"):
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _before_line_end(body: bytes, at: int, start: int) -> int:
    end = at - 1
    if end > start and body[end - 1 : end] == b"\r":
        end -= 1
    return max(end, start)


def _base64(body: memoryview) -> bytes:
    """As mail programs read it: foreign characters skipped, missing padding forgiven."""
    try:
        return binascii.a2b_base64(body)
    except binascii.Error:
        pass
    bare = re.sub(rb"[^A-Za-z0-9+/]", b"", bytes(body).partition(b"=")[0])
    try:
        return binascii.a2b_base64(bare[: len(bare) - (len(bare) % 4 == 1)] + b"==")
    except binascii.Error:
        return b""
