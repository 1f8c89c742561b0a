"""Outlook messages (.msg; MS-OXMSG in a compound file, MS-CFB): the mail in them, attachments."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Final

from sel.base.errors import Damaged, TooLarge
from sel.core.container import mapi
from sel.core.container.mapi import Attached
from sel.core.container.model import Budget, Member, harmless
from sel.core.limits import LIMITS, check_limit

if TYPE_CHECKING:
    from olefile import OleFileIO

_Storage = tuple[str, ...]
_STREAM: Final = "__substg1.0_"
_ATTACHMENT: Final = "__attach_version1.0_"
_RECIPIENT: Final = "__recip_version1.0_"
_UNICODE, _EIGHT_BIT, _BINARY, _OBJECT = "001F", "001E", "0102", "000D"
_INNER: Final = f"{_STREAM}{mapi.ATTACH_DATA:04X}{_OBJECT}"
_MAX_TEXT: Final = 1024 * 1024
_MAX_INNER: Final = 3
_MAX_SECTOR_SHIFT: Final = 12
_WANTED: Final = frozenset(
    {
        mapi.MESSAGE_CLASS, mapi.SUBJECT, mapi.TRANSPORT_HEADERS, mapi.SENDER_NAME,
        mapi.SENDER_ADDRESS, mapi.SENDER_SMTP_ADDRESS, mapi.AUTHOR_NAME, mapi.AUTHOR_ADDRESS,
        mapi.AUTHOR_SMTP_ADDRESS, mapi.ATTACH_FILE_NAME, mapi.ATTACH_LONG_NAME,
        mapi.ATTACH_MIME_TAG, mapi.DISPLAY_NAME, mapi.EMAIL_ADDRESS, mapi.SMTP_ADDRESS,
    }
)  # fmt: skip


def letter(data: bytes) -> bytes | None:
    """The S/MIME mail in a message, as RFC 5322 has it; None if it is an ordinary message.

    Raises Damaged, TooLarge.
    """
    with _opened(data) as message:
        return mapi.letter(message.texts(()), list(message.attachments(Budget())))


def addressees(data: bytes) -> tuple[str, ...]:
    """Whom a message is to, of whatever kind: addresses as they stand (MS-OXMSG 2.2.1).

    One that is only a name inside an organisation (no "@") is left out. Raises Damaged, TooLarge.
    """
    with _opened(data) as message:
        return tuple(message.recipients())


def members(data: bytes, budget: Budget) -> Iterator[Member]:
    """What is attached, except the S/MIME content itself, which `letter` gives.

    A message attached to the message comes as a mail if it is S/MIME; of any other, what is
    attached to it. Raises Damaged, TooLarge.
    """
    with _opened(data) as message:
        attached = list(message.attachments(budget))
        smime = mapi.letter(message.texts(()), attached) is not None
    for number, each in enumerate(attached, 1):
        if smime and (each.is_smime or len(attached) == 1):
            continue
        budget.one_more()
        budget.spend(len(each.data))
        yield Member(harmless(each.name, str(number)), each.data)


class _Message:
    """A compound file and what stands where in it."""

    def __init__(self, file: OleFileIO) -> None:
        self._file = file
        listed = file.listdir(streams=True, storages=False)
        check_limit("parts", len(listed), LIMITS.parts)
        self._below: dict[_Storage, list[str]] = {}
        for path in listed:
            for depth in range(len(path)):
                names = self._below.setdefault(tuple(path[:depth]), [])
                if not names or names[-1] != path[depth]:
                    names.append(path[depth])
        self._read = 0

    def texts(self, storage: _Storage) -> dict[int, str]:
        """The text properties of the message or attachment that lies in a storage."""
        found: dict[int, str] = {}
        for name in self._below.get(storage, ()):
            number, kind = _property(name)
            if number not in _WANTED or kind not in {_UNICODE, _EIGHT_BIT}:
                continue
            raw = self._stream((*storage, name), _MAX_TEXT)
            encoding = "utf-16-le" if kind == _UNICODE else "cp1252"
            found[number] = raw.decode(encoding, "replace").rstrip("\0")
        return found

    def attachments(
        self, budget: Budget, storage: _Storage = (), depth: int = 0
    ) -> Iterator[Attached]:
        """Those of the message in a storage, in its order."""
        for name in dict.fromkeys(self._below.get(storage, ())):
            if not name.startswith(_ATTACHMENT):
                continue
            place = (*storage, name)
            inside = self._below.get(place, [])
            if _INNER in inside:
                yield from self._inner(budget, (*place, _INNER), depth + 1)
            stream = f"{_STREAM}{mapi.ATTACH_DATA:04X}{_BINARY}"
            if stream in inside:
                data = self._stream((*place, stream), budget.limits.member_bytes)
                yield Attached(self.texts(place), data)

    def recipients(self) -> Iterator[str]:
        """An address each, the Internet's before the organisation's own."""
        for name in dict.fromkeys(self._below.get((), ())):
            if name.startswith(_RECIPIENT):
                texts = self.texts((name,))
                known = (texts.get(each, "") for each in (mapi.SMTP_ADDRESS, mapi.EMAIL_ADDRESS))
                yield from [each for each in known if "@" in each][:1]

    def _inner(self, budget: Budget, storage: _Storage, depth: int) -> Iterator[Attached]:
        check_limit("container-depth", depth, _MAX_INNER)
        texts = self.texts(storage)
        attached = list(self.attachments(budget, storage, depth))
        mail = mapi.letter(texts, attached)
        if mail is None:
            yield from attached
            return
        name = (texts.get(mapi.SUBJECT) or "message").replace("/", "_") + ".eml"
        yield Attached({mapi.ATTACH_LONG_NAME: name}, mail)

    def _stream(self, path: _Storage, limit: int) -> bytes:
        """Every stream counts each time: several entries may name the same sectors."""
        size = self._file.get_size(list(path))
        check_limit("member-bytes", size, limit)
        self._read += size
        check_limit("unpacked-bytes", self._read, LIMITS.unpacked_bytes)
        with self._file.openstream(list(path)) as stream:
            content: bytes = stream.read(size)
        return content


def _property(name: str) -> tuple[int | None, str]:
    """Number and type of a property's stream: "__substg1.0_37010102"."""
    if len(name) != len(_STREAM) + 8 or not name.startswith(_STREAM):
        return None, ""
    try:
        return int(name[-8:-4], 16), name[-4:].upper()
    except ValueError:
        return None, ""


@contextmanager
def _opened(data: bytes) -> Iterator[_Message]:
    """The library says what it cannot read in many ways. Raises Damaged, TooLarge."""
    import olefile

    if len(data) < olefile.MINIMAL_OLEFILE_SIZE or _sector_shift(data) > _MAX_SECTOR_SHIFT:
        raise Damaged(detail="compound file")
    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            yield _Message(file)
    except TooLarge:
        raise
    except (
        OSError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError,
        OverflowError, ArithmeticError,
    ) as problem:  # fmt: skip
        raise Damaged(detail=f"compound file: {type(problem).__name__}") from problem


def _sector_shift(data: bytes) -> int:
    return int.from_bytes(data[30:32], "little")
