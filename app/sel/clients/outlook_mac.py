"""Outlook for Mac, legacy and new, and the preferences an organisation has set for it.

Only managed preferences are read: the program's own lie in its container, and macOS would ask
the person before another program may look there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sel.base.message import Message
from sel.clients._mac_app import bundle, version
from sel.clients._machine import Machine, numbers, plist
from sel.ports.clients import ALL_WORKS, Build, Known, MailProgram, ProgramId, Setting, Works

_DOMAIN = "com.microsoft.Outlook.plist"
_ORDER = [0, 1, 2, 3]  # contacts, address list, keychain, LDAP: the default
_KEYCHAIN = 2
_NEW_SINCE = (16, 38)  # before this build there was no switch to new Outlook to be managed


def find(machine: Machine) -> Iterator[MailProgram]:
    """It, if it is there."""
    folder = bundle(machine, "Microsoft Outlook.app") if machine.system == "macos" else None
    if folder is None:
        return
    managed = _managed(machine)
    said = version(folder)
    variant = _variant(said, managed)
    held = () if variant == "legacy" else tuple(_settings(managed))  # only new Outlook reads them
    composes = not any(each.name == "DisableSMIMECompose" for each in held)
    able = ALL_WORKS if composes else (Known.NO, Known.NO, Known.YES)
    yield MailProgram(
        ProgramId.OUTLOOK_MAC,
        Build(said, "app", variant=variant),
        Known.UNKNOWN,
        (),
        Works(*able, keys_in="macos"),
        held,
    )


def _managed(machine: Machine) -> Mapping[str, object]:
    """Preferences of the organisation; those for the person win over those for the computer."""
    folder = machine.root / "Library" / "Managed Preferences"
    return {**plist(folder / _DOMAIN), **plist(folder / machine.home.name / _DOMAIN)}


def _variant(said: str, managed: Mapping[str, object]) -> str:
    """ "legacy", "new", or nothing where the person has a switch (EnableNewOutlook)."""
    if () < numbers(said)[:2] < _NEW_SINCE and "." in said:
        return "legacy"
    switch = managed.get("EnableNewOutlook")
    return {"0": "legacy", "3": "new"}.get(str(switch), "") if _is_number(switch) else ""


def _settings(managed: Mapping[str, object]) -> Iterator[Setting]:
    """Names and meanings: Microsoft's "Set preferences for Outlook for Mac"."""
    if managed.get("DisableSMIMECompose") is True:
        yield Setting("DisableSMIMECompose", "true", True, Message("outlook-mac-compose-off"))
    if managed.get("AllowCertsWithoutMatchingEmailAddress") is True:
        what = Message("outlook-no-name-check")
        yield Setting("AllowCertsWithoutMatchingEmailAddress", "true", True, what)
    order = managed.get("SMIMECertificatesLookupOrder")
    if isinstance(order, list) and order != _ORDER and _is_order(order):
        what = (
            Message("outlook-mac-order")
            if _KEYCHAIN in order
            else Message("outlook-mac-no-keychain")
        )
        yield Setting("SMIMECertificatesLookupOrder", ", ".join(map(str, order)), True, what)


def _is_order(order: list[object]) -> bool:
    return len(order) <= len(_ORDER) and all(_is_number(each) and each in _ORDER for each in order)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
