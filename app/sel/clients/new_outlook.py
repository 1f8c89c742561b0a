"""New Outlook for Windows: that it is there is all that can be known of it here."""

from __future__ import annotations

from collections.abc import Iterator

from sel.base.message import Message
from sel.clients._machine import Hive, Machine, numbers, there
from sel.clients._office import classic
from sel.ports.clients import NOT_KNOWN, Build, Known, MailProgram, ProgramId

_PACKAGES = (
    r"Software\Classes\Local Settings\Software\Microsoft\Windows\CurrentVersion"
    r"\AppModel\Repository\Packages"
)
_FAMILY = "Microsoft.OutlookForWindows_"


def find(machine: Machine) -> Iterator[MailProgram]:
    """It, if its package is registered for the person or its alias olk.exe is there."""
    if machine.system != "windows":
        return
    names = [name for name in machine.keys(Hive.USER, _PACKAGES) if name.startswith(_FAMILY)]
    if not names and not there(machine.local_data / "Microsoft" / "WindowsApps" / "olk.exe"):
        return
    # A package's full name is name_version_architecture_resource_publisher.
    parts = [name.split("_") for name in names]
    newest = max(
        (each for each in parts if len(each) > 2), key=lambda each: numbers(each[1]), default=None
    )
    build = Build(package="store-app")
    if newest is not None:
        bits = {"x64": 64, "arm64": 64, "x86": 32}.get(newest[2].casefold(), 0)
        build = Build(newest[1], "store-app", bits=bits)
    back = (
        Message("new-outlook-way-back")
        if classic(machine) is not None
        else Message("new-outlook-alone")
    )
    yield MailProgram(ProgramId.NEW_OUTLOOK, build, Known.UNKNOWN, (), NOT_KNOWN, notes=(back,))
