"""A disk that loses power: what of a traced program's writes would be left.

Everything a program does to a folder is read from strace. Between two flushes nothing is promised:
of the writes to a file that were not flushed, any may have reached the disk; of the names made,
changed and taken away in a folder that was not flushed, any first part (journalling file systems
keep their order).
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_CALLS = (
    "openat,pwrite64,write,ftruncate,fsync,fdatasync,rename,renameat2,link,linkat,unlink,"
    "unlinkat,mkdir"
)
_LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)(?:<(.*)>)?")
_DESCRIPTOR = re.compile(r"^(\d+)<([^>]*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True)
class Call:
    """One thing the program did. paths: as the system saw them; content: bytes of a write."""

    what: str
    paths: tuple[str, ...] = ()
    content: bytes = b""
    at: int | None = None


def traced(script: str, *arguments: str, log: Path) -> list[Call]:
    """Run Python code and return what it did to files, and what it said."""
    command = [
        "strace",
        "-f",
        "-y",
        "-xx",
        "-s",
        "300000",
        "-o",
        str(log),
        "-e",
        f"trace={_CALLS}",
    ]
    subprocess.run([*command, sys.executable, "-c", script, *arguments], check=True)
    return list(_calls(log.read_text()))


def _calls(text: str) -> Iterator[Call]:
    for line in text.splitlines():
        found = _LINE.match(line)
        if found is None or int(found[3]) < 0:
            continue
        name, inside, result = found[1], found[2], found[4]
        texts = tuple(bytes.fromhex(one.replace("\\x", "")) for one in _TEXT.findall(inside))
        target = _DESCRIPTOR.match(inside)
        place = _path(target[2]) if target else ""
        match name:
            case "openat" if "O_CREAT" in inside:
                yield Call("create", (_path(result or ""),))
                if "O_TRUNC" in inside:
                    yield Call("cut", (_path(result or ""),), at=0)
            case "pwrite64":
                yield Call("write", (place,), texts[0], int(inside.rsplit(", ", 1)[1]))
            case "write" if target and target[1] == "1":
                yield Call("said", (), texts[0])
            case "write":
                yield Call("write", (place,), texts[0])
            case "ftruncate":
                yield Call("cut", (place,), at=int(inside.rsplit(", ", 1)[1]))
            case "fsync" | "fdatasync":
                yield Call("flush", (place,))
            case "rename" | "renameat2" | "link" | "linkat":
                before, after = (os.fsdecode(one) for one in texts)
                yield Call(name.removesuffix("at").removesuffix("at2"), (before, after))
            case "unlink" | "unlinkat" | "mkdir":
                yield Call(name.removesuffix("at"), (os.fsdecode(texts[0]),))


def _path(shown: str) -> str:
    """A path as -xx shows it beside a descriptor."""
    if "\\x" in shown:
        shown = os.fsdecode(bytes.fromhex(shown.replace("\\x", "")))
    return shown.removesuffix(" (deleted)")


@dataclass
class _Inode:
    durable: bytes = b""
    pending: list[Call] = field(default_factory=list)
    length: int = 0  # where the next plain write goes


class Disk:
    """The files under one folder, as far as they are promised, and what is in the air.

    but  a folder in it that is none of this disk's
    """

    def __init__(self, root: Path, *, but: Path) -> None:
        self._root, self._but = str(root), str(but)
        self._names: dict[str, _Inode | None] = {}  # None: a folder
        self._durable: dict[str, _Inode | None] = {}
        self._pending: dict[str, list[tuple[str, _Inode | None, bool]]] = {}

    def does(self, call: Call) -> None:
        """Let one call happen."""
        if not call.paths or not all(path.startswith(self._root) for path in call.paths):
            return
        if any(path.startswith(self._but) for path in call.paths):
            return
        path = call.paths[0]
        match call.what:
            case "create" if path not in self._names:
                self._name(path, _Inode())
            case "mkdir":
                self._name(path, None)
            case "write" | "cut":
                self._write(path, call)
            case "flush":
                self._flush(path)
            case "rename" if path in self._names:
                inode = self._names[path]
                self._unname(path)
                self._name(call.paths[1], inode)
            case "link" if path in self._names:
                self._name(call.paths[1], self._names[path])
            case "unlink" if path in self._names:
                self._unname(path)

    def _write(self, path: str, call: Call) -> None:
        inode = self._names.get(path)
        if inode is None:
            return
        at = inode.length if call.at is None else call.at
        inode.length = at + len(call.content)
        inode.pending.append(Call(call.what, (), call.content, at))

    def _flush(self, path: str) -> None:
        inode = self._names.get(path)
        if inode is not None:
            inode.durable = _after(inode.durable, inode.pending)
            inode.pending = []
        for name, named, there in self._pending.pop(path, []):
            self._settle(self._durable, name, named, there)

    def _name(self, path: str, inode: _Inode | None) -> None:
        self._names[path] = inode
        self._pending.setdefault(os.path.dirname(path), []).append((path, inode, True))

    def _unname(self, path: str) -> None:
        inode = self._names.pop(path)
        self._pending.setdefault(os.path.dirname(path), []).append((path, inode, False))

    @staticmethod
    def _settle(
        names: dict[str, _Inode | None], name: str, inode: _Inode | None, there: bool
    ) -> None:
        if there:
            names[name] = inode
        else:
            names.pop(name, None)

    def after_a_power_cut(self, target: Path, chance: random.Random) -> None:
        """Write to `target` what might be left of the root folder."""
        names = dict(self._durable)
        for operations in self._pending.values():
            for name, inode, there in operations[: chance.randint(0, len(operations))]:
                self._settle(names, name, inode, there)
        for name in sorted(names):
            inode = names[name]
            place = target / os.path.relpath(name, self._root)
            if not place.parent.is_dir():
                continue  # the folder itself was not on the disk yet
            if inode is None:
                place.mkdir(mode=0o700, exist_ok=True)
            else:
                arrived = [one for one in inode.pending if chance.random() < 0.5]
                place.write_bytes(_after(inode.durable, arrived))


def _after(content: bytes, calls: list[Call]) -> bytes:
    whole = bytearray(content)
    for call in calls:
        at = call.at or 0
        if call.what == "cut":
            del whole[at:]
            continue
        if len(whole) < at:
            whole.extend(bytes(at - len(whole)))
        whole[at : at + len(call.content)] = call.content
    return bytes(whole)
