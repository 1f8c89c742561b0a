"""Writing MIME entities that no mail server has a reason to change (RFC 5322, 2045, 8551 3.1).

Everything is seven bits wide, with CRLF and short lines.
"""

from __future__ import annotations

import binascii
import re
import secrets
import struct
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import quote

from sel.base.errors import BadAddress, BadHeader
from sel.core.address import domain_of, normal
from sel.core.envelope.pieces import Piece, Stream, flat, size
from sel.core.letter.model import Attachment, Mailbox

CRLF: Final = b"\r\n"
_LINE: Final = 76
_MAX_LINE: Final = 78
_BLOCK: Final = 57 * 1024  # whole lines: 57 bytes are 76 signs
_BLOCK_LINES: Final = struct.Struct(f"{_LINE}s" * 1024)
_ATOMS: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?: [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_MEDIA_TYPE: Final = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*")
_FILE_NAME: Final = re.compile(r"[A-Za-z0-9 !#$&'()+,.;=@\[\]^_`{}~-]{1,60}")


def field(name: str, value: str) -> bytes:
    """One header field that is ready to be sent; `value` is already encoded and folded."""
    return f"{name}: {value}".encode() + CRLF


def entity(fields: Sequence[tuple[str, str]], body: Sequence[Piece]) -> list[Piece]:
    """Header fields, an empty line and a body, as pieces."""
    return [*(field(name, value) for name, value in fields), CRLF, *body]


def text_part(text: str) -> list[Piece]:
    """text/plain, UTF-8, quoted-printable."""
    lines = "\r\n".join(text.splitlines()) + "\r\n"
    body = binascii.b2a_qp(lines.encode("utf-8", "replace"), istext=True)
    # Mailboxes put ">" before a line that begins with "From " (RFC 4155).
    body = re.sub(rb"(?m)^From ", b"=46rom ", body)
    return entity(
        [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "quoted-printable"),
        ],
        [body],
    )


def attached_part(attachment: Attachment) -> list[Piece]:
    """A file, base64. Raises BadHeader for a name with control characters."""
    named = _file_name(attachment.name)
    media_type = attachment.media_type.lower()
    if not _MEDIA_TYPE.fullmatch(media_type) or media_type.startswith(("multipart/", "message/")):
        media_type = "application/octet-stream"
    return entity(
        [
            ("Content-Type", media_type),
            ("Content-Transfer-Encoding", "base64"),
            ("Content-Disposition", f"attachment;\r\n {named}"),
        ],
        [base64([attachment.data])],
    )


def multipart(subtype: str, parts: Sequence[Sequence[Piece]], *parameters: str) -> list[Piece]:
    """A multipart of parts that are already entities. parameters: "name=value" each."""
    boundary = f"----{secrets.token_hex(16)}"
    head = ";\r\n ".join((f"multipart/{subtype}", *parameters, f'boundary="{boundary}"'))
    opening = f"--{boundary}\r\n".encode()
    body = [piece for part in parts for piece in (opening, *part, CRLF)]
    return entity([("Content-Type", head)], [*body, f"--{boundary}--\r\n".encode()])


def smime_part(media_type: str, cms: Sequence[Piece], *, name: str, kind: str = "") -> list[Piece]:
    """A CMS message as an entity (RFC 8551 3.2). kind: the smime-type, "" for none."""
    typed = f"; smime-type={kind}" if kind else ""
    return entity(
        [
            ("Content-Type", f'{media_type}{typed};\r\n name="{name}"'),
            ("Content-Transfer-Encoding", "base64"),
            ("Content-Disposition", f'attachment; filename="{name}"'),
        ],
        [base64(cms)],
    )


def base64(content: Sequence[Piece]) -> Stream:
    """Base64 in lines of 76, each with CRLF, made in blocks that fit a processor's cache."""
    encoded = (size(content) + 2) // 3 * 4
    lines = (encoded + _LINE - 1) // _LINE
    return Stream(encoded + len(CRLF) * lines, lambda: _base64(content))


def _base64(content: Sequence[Piece]) -> Iterator[bytes]:
    waiting = bytearray()
    for piece in flat(content):
        view = memoryview(piece)
        at = 0
        if waiting:
            at = min(_BLOCK - len(waiting), len(view))
            waiting += view[:at]
            if len(waiting) < _BLOCK:
                continue
            yield _base64_lines(bytes(waiting))
            waiting.clear()
        while len(view) - at >= _BLOCK:
            yield _base64_lines(view[at : at + _BLOCK])
            at += _BLOCK
        waiting += view[at:]
    if waiting:
        yield _base64_lines(bytes(waiting))


def _base64_lines(data: bytes | memoryview) -> bytes:
    encoded = binascii.b2a_base64(data, newline=False)
    if len(data) == _BLOCK:
        return CRLF.join((*_BLOCK_LINES.unpack(encoded), b""))
    lines = [encoded[at : at + _LINE] for at in range(0, len(encoded), _LINE)]
    return CRLF.join((*lines, b""))


def subject(text: str) -> str:
    """A Subject, encoded where it must be (RFC 2047) and folded. Raises BadHeader."""
    return _encoded(_clean(text, "Subject"), "Subject")


def mailbox_list(name: str, mailboxes: Sequence[Mailbox]) -> str:
    """From or To, one mailbox a line. Raises BadHeader, BadAddress."""
    return ",\r\n ".join(_mailbox(name, each) for each in mailboxes)


def message_id(sender: Mailbox) -> str:
    """A new Message-ID under the sender's domain. Raises BadAddress."""
    return f"<{secrets.token_hex(16)}@{domain_of(sender.address)}>"


def _mailbox(field_name: str, mailbox: Mailbox) -> str:
    """A local part beyond ASCII stays as it is (RFC 6532): it has no other form."""
    if _breaks_out(mailbox.address) or set(mailbox.address) & set(' <>,;:"()'):
        raise BadAddress(address=mailbox.address)
    address = normal(mailbox.address)
    shown = _clean(mailbox.name, field_name).strip()
    if not shown:
        return address
    if _ATOMS.fullmatch(shown) and len(shown) <= _LINE and "=?" not in shown:
        phrase = shown
    elif shown.isascii() and len(shown) <= _LINE and "=?" not in shown:
        phrase = '"' + re.sub(r'(["\\])', r"\\\1", shown) + '"'
    else:
        phrase = _words(shown, field_name)
    joint = " " if len(phrase.rsplit("\n", 1)[-1]) + len(address) + 3 <= _MAX_LINE else "\r\n "
    return f"{phrase}{joint}<{address}>"


def _encoded(text: str, field_name: str) -> str:
    plain = text.isascii() and "=?" not in text and len(field_name) + 2 + len(text) <= _MAX_LINE
    if plain and text == text.strip():
        return text
    return _words(text, field_name)


def _words(text: str, field_name: str) -> str:
    """Encoded words (RFC 2047), folded."""
    from email.header import Header  # only for names and subjects beyond ASCII

    return Header(text, "utf-8", _LINE, field_name).encode(linesep="\r\n")


def _clean(text: str, field_name: str) -> str:
    """The text, if it can stand in a header field: line ends and controls are refused."""
    if _breaks_out(text):
        raise BadHeader(field=field_name)
    return text


def _breaks_out(text: str) -> bool:
    """Whether there are line ends, control characters or half a character (a lone surrogate)."""
    return any(
        ord(sign) < 0x20 or 0x7F <= ord(sign) < 0xA0 or 0xD800 <= ord(sign) < 0xE000
        for sign in text
    ) or not set(text).isdisjoint("\u2028\u2029")


def _file_name(name: str) -> str:
    shown = _clean(name, "attachment") or "attachment"
    if _FILE_NAME.fullmatch(shown):
        return f'filename="{shown}"'
    # RFC 2231: one long parameter; programs that cut it in pieces are read by fewer.
    return f"filename*=utf-8''{quote(shown, safe='')}"
