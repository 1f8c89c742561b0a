"""Apple Mail. Its accounts are closed to other programs (macOS would ask the person first)."""

from __future__ import annotations

from collections.abc import Iterator

from sel.clients._mac_app import bundle, version
from sel.clients._machine import Machine
from sel.ports.clients import ALL_WORKS, Build, Known, MailProgram, ProgramId, Works


def find(machine: Machine) -> Iterator[MailProgram]:
    """It, if it is there."""
    folder = bundle(machine, "Mail.app") if machine.system == "macos" else None
    if folder is not None:
        yield MailProgram(
            ProgramId.APPLE_MAIL,
            Build(version(folder), "app"),
            Known.UNKNOWN,
            (),
            Works(*ALL_WORKS, keys_in="macos"),
        )
