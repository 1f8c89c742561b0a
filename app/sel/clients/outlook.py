"""Classic Outlook for Windows: its build, its profiles, and where it looks for keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sel.base.message import Message
from sel.clients._addresses import is_address, mailboxes
from sel.clients._machine import Hive, Machine, number, numbers, text
from sel.clients._office import CLICK_TO_RUN, classic
from sel.clients._outlook_settings import settings
from sel.ports.clients import (
    ALL_WORKS,
    NOT_KNOWN,
    Build,
    Known,
    MailProgram,
    ProgramId,
    Setting,
    Works,
)

# The section of a MAPI profile that lists its accounts; the same GUID since Outlook 2002.
_ACCOUNTS = "9375CFF0413111d3B88A00104B2A6676"

# Channels of Microsoft 365 Apps, by the last part of the address they are fetched from.
CHANNELS = {
    "492350f6-3a01-4f97-b9c0-c7c6ddf67d60": "current",
    "64256afe-f5d9-4f86-8936-8840a6a4f5be": "current-preview",
    "55336b82-a18d-4dd6-b5f6-9e5095c314a6": "monthly-enterprise",
    "7ffbc6bf-bc32-4f92-8982-f9dd17fd3114": "semi-annual",
    "b8f9b850-328d-4355-9145-c59439a0c4cf": "semi-annual-preview",
}
# Since this build a certificate that does not say what its owner's program can do is written to
# with AES-256, before it with 3DES (Microsoft KB 4459215).
_AES_SINCE = (16, 0, 8518, 1000)


def find(machine: Machine) -> Iterator[MailProgram]:
    """It, if it is installed."""
    found = classic(machine)
    if found is not None:
        yield _described(machine, *found)


def switched_to_new(machine: Machine) -> bool:
    """Whether its switch "New Outlook" is on, so that new Outlook starts in its place."""
    key = r"Software\Microsoft\Office\16.0\Outlook\Preferences"
    return number(machine, Hive.USER, key, "UseNewOutlook") == 1


def _described(machine: Machine, version: str, program: Path) -> MailProgram:
    build = _build(machine, version, program)
    set_up, addresses = _accounts(machine, version)
    held = settings(machine, version)
    if () < numbers(build.version) < _AES_SINCE:
        what = Message("outlook-older-fallback")
        held = (*held, Setting("version", build.version, False, what))
    notes = (Message("outlook-switched-to-new"),) if switched_to_new(machine) else ()
    return MailProgram(ProgramId.OUTLOOK, build, set_up, addresses, _works(held), held, notes)


def _works(held: tuple[Setting, ...]) -> Works:
    """All of it, unless a setting takes S/MIME out of Outlook's hands."""
    elsewhere = {"outlook-smime-outside", "outlook-smime-off"}
    if any(each.what.code in elsewhere for each in held):
        return NOT_KNOWN
    return Works(*ALL_WORKS, keys_in="windows")


def _build(machine: Machine, version: str, program: Path) -> Build:
    """Click-to-Run programs lie below a folder "root"; those of an .msi do not."""
    streamed = program.parent.parent.name.casefold() == "root"
    key = rf"SOFTWARE\Microsoft\Office\{version}\Outlook"
    width = text(machine, Hive.COMPUTER, key, "Bitness")
    if not streamed:
        return Build(machine.file_version(program), "msi", bits=_BITS.get(width, 0))
    configured = {
        name: text(machine, Hive.COMPUTER, CLICK_TO_RUN, name)
        for name in ("VersionToReport", "UpdateChannel", "CDNBaseUrl", "Platform")
    }
    source = configured["UpdateChannel"] or configured["CDNBaseUrl"]
    return Build(
        configured["VersionToReport"] or machine.file_version(program),
        "click-to-run",
        CHANNELS.get(source.rstrip("/").rpartition("/")[2].casefold(), ""),
        _BITS.get(width or configured["Platform"], 0),
    )


_BITS = {"x64": 64, "x86": 32, "amd64": 64}


def _accounts(machine: Machine, version: str) -> tuple[Known, tuple[str, ...]]:
    """Whether an account is set up, and the addresses of those that name one.

    An Exchange account has its address as "Account Name", others as "Email". Address books stand
    in the same list and have none.
    """
    outlook = rf"Software\Microsoft\Office\{version}\Outlook"
    profiles = machine.keys(Hive.USER, rf"{outlook}\Profiles")
    if not profiles:
        return Known.NO, ()
    chosen = text(machine, Hive.USER, outlook, "DefaultProfile")
    named: list[str] = []
    for profile in sorted(profiles, key=lambda name: name != chosen):
        key = rf"{outlook}\Profiles\{profile}\{_ACCOUNTS}"
        for account in machine.keys(Hive.USER, key):
            values = [text(machine, Hive.USER, rf"{key}\{account}", name) for name in _NAMES]
            named += next(([each] for each in values if is_address(each)), [])
    found = mailboxes(named)
    return (Known.YES if found else Known.UNKNOWN), found


_NAMES = ("Email", "Account Name")
