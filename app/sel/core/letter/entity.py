"""MIME entities as the bytes they are (RFC 2045, 2046): what was signed must not be re-written."""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from sel.core.letter import words
from sel.core.letter.limits import (
    MAX_DELIMITERS,
    MAX_FIELD_BYTES,
    MAX_HEADER_BYTES,
    MAX_PARTS,
)
from sel.core.limits import check_limit

_END_OF_HEADERS: Final = re.compile(rb"\r?\n\r?\n")
_EMPTY_LINE: Final = re.compile(rb"\r?\n")
_FOLD: Final = re.compile(rb"\r?\n(?=[ \t])")
_FIELD: Final = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_LINE_REST: Final = re.compile(rb"(--)?[ \t]*(?:\r?\n|\Z)")
_MEDIA_TYPE: Final = re.compile(r"\s*([!#$&^_.+\w-]+/[!#$&^_.+\w-]+)\s*(?=;|$)", re.ASCII)
_SMIME: Final = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_SMIME_SIGNATURE: Final = {"application/pkcs7-signature", "application/x-pkcs7-signature"}


@dataclass(frozen=True)
class Entity:
    """Header fields and a body: a window on the bytes of the letter, of which nothing is copied.

    fields      (name in lower case, value without its folds) in order
    data        the bytes in which it lies
    begin, end  where it lies in them
    start       where its body begins
    """

    fields: tuple[tuple[str, bytes], ...]
    data: bytes
    begin: int
    start: int
    end: int

    @property
    def raw(self) -> bytes:
        """All of it as it came, a copy."""
        return self.data[self.begin : self.end]

    @property
    def canonical(self) -> bool:
        """Whether every line end is CRLF already, as it has to be where it is signed."""
        lines = self.data.count(b"\n", self.begin, self.end)
        return lines == self.data.count(b"\r\n", self.begin, self.end)

    @property
    def view(self) -> memoryview:
        """All of it as it came; nothing is copied."""
        return memoryview(self.data)[self.begin : self.end]

    @property
    def header_bytes(self) -> int:
        """How long the header is."""
        return self.start - self.begin

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a field. Raises TooLarge."""
        found = [value for each, value in self.fields if each == name]
        check_limit("header-bytes", max(map(len, found), default=0), MAX_FIELD_BYTES)
        return tuple(map(words.header_text, found))

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
        body = memoryview(self.data)[self.start : self.end]
        match (self.first("content-transfer-encoding") or "").strip().lower():
            case "base64":
                return _base64(body)
            case "quoted-printable":
                return binascii.a2b_qp(body)
            case _:
                return bytes(body)

    def parts(self) -> tuple[Entity, ...]:
        """The parts of a multipart, preamble and epilogue left out (RFC 2046 5.1.1).

        The line end before a delimiter belongs to the delimiter. Raises TooLarge.
        """
        line = b"\n--" + self.parameters["boundary"].rstrip().encode("utf-8", "replace")
        found: list[Entity] = []
        begin, seen = None, 0
        at = self.data.find(line, self.start - 1, self.end)
        while at >= 0:
            rest = _LINE_REST.match(self.data, at + len(line), self.end)
            if rest is not None:
                if begin is not None:
                    found.append(parse(self.data, begin, self._end_of_part(at, begin)))
                    check_limit("parts", len(found), MAX_PARTS)
                if rest[1]:
                    return tuple(found)
                begin = rest.end()
            seen += 1
            check_limit("parts", seen, MAX_DELIMITERS)
            at = self.data.find(line, at + 1, self.end)
        if begin is not None:
            found.append(parse(self.data, begin, self.end))  # the last delimiter is missing
        return tuple(found)

    def _end_of_part(self, line_end: int, begin: int) -> int:
        """Where a part ends, whose last line end (LF there) belongs to the delimiter."""
        carriage_return = self.data[line_end - 1 : line_end] == b"\r"
        return max(line_end - carriage_return, begin)


def parse(data: bytes, begin: int = 0, end: int | None = None) -> Entity:
    """Cut the entity that lies in `data` between two places. Raises TooLarge."""
    end = len(data) if end is None else end
    empty_line = _EMPTY_LINE.match(data, begin, end)
    if empty_line:
        return Entity((), data, begin, empty_line.end(), end)
    gap = _END_OF_HEADERS.search(data, begin, end)
    last, start = (gap.start(), gap.end()) if gap else (end, end)
    check_limit("header-bytes", last - begin, MAX_HEADER_BYTES)
    fields = []
    for line in _FOLD.sub(b"", data[begin:last]).splitlines():
        field = _FIELD.fullmatch(line)
        if field is not None:
            fields.append((field[1].decode("ascii").lower(), field[2].strip()))
    if gap is None and not fields:
        start = begin  # not one header field: a text that was signed or encrypted as it is
    return Entity(tuple(fields), data, begin, start, end)


def with_crlf(data: bytes) -> bytes:
    """The canonical form of text that was signed (RFC 8551 3.1.1): every line end is CRLF."""
    return data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


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
