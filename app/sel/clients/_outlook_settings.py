"""What values of the registry change in classic Outlook (names as Microsoft spells them)."""

from __future__ import annotations

import re
from collections.abc import Callable

from sel.base.message import Message
from sel.clients._machine import Hive, Machine, Value
from sel.ports.clients import Setting

_SMIME = 1  # of MsgFormats, a set of bits
_OID = re.compile(r"[0-2](?:\.[0-9]{1,10}){1,12}")
_ALGORITHMS = {
    "1.2.840.113549.3.7": "3DES",
    "1.2.840.113549.3.2": "RC2",
    "1.3.14.3.2.7": "DES",
    "2.16.840.1.101.3.4.1.2": "AES-128",
    "2.16.840.1.101.3.4.1.22": "AES-192",
    "2.16.840.1.101.3.4.1.42": "AES-256",
}


def settings(machine: Machine, version: str) -> tuple[Setting, ...]:
    """Those that are set to something else than what Outlook does by itself."""
    found = []
    for name, meaning in _MEANINGS.items():
        value, managed = _held(machine, version, name)
        what = meaning(value) if isinstance(value, int) else None
        if what is not None:
            found.append(Setting(name, str(value), managed, what))
    return (*found, *_algorithm(machine, version))


def _held(machine: Machine, version: str, name: str) -> tuple[Value | None, bool]:
    """A value and whether the organisation set it: its policies win over the person's choice."""
    below = rf"Office\{version}\Outlook\Security"
    for key in (
        rf"Software\Policies\Microsoft\Cloud\{below}",
        rf"Software\Policies\Microsoft\{below}",
    ):
        for hive in (Hive.USER, Hive.COMPUTER):
            value = machine.value(hive, key, name)
            if value is not None:
                return value, True
    return machine.value(Hive.USER, rf"Software\Microsoft\{below}", name), False


def _algorithm(machine: Machine, version: str) -> tuple[Setting, ...]:
    """Another method for people whose abilities are not known: two values (KB 4459215)."""
    used, _ = _held(machine, version, "UseAlternateDefaultEncryptionAlg")
    name = "DefaultEncryptionAlgOID"
    oid, managed = _held(machine, version, name)
    if used != 1 or not isinstance(oid, str) or not _OID.fullmatch(oid.strip()):
        return ()
    method = _ALGORITHMS.get(oid.strip(), oid.strip())
    what = Message("outlook-other-algorithm", {"algorithm": method})
    return (Setting(name, oid.strip(), managed, what),)


def _when(wanted: int, what: Message) -> Callable[[int], Message | None]:
    return lambda value: what if value == wanted else None


def _formats(value: int) -> Message | None:
    return None if value & _SMIME else Message("outlook-smime-off")


def _fewest(value: int) -> Message | None:
    return Message("outlook-least-bits", {"bits": value}) if value > 0 else None


# Meanings after DISA's STIG for Outlook 2016 and Microsoft's templates (outlk16.admx).
_MEANINGS: dict[str, Callable[[int], Message | None]] = {
    "ExternalSMime": _when(1, Message("outlook-smime-outside")),
    "MsgFormats": _formats,
    "SupressNameChecks": _when(1, Message("outlook-no-name-check")),
    "MinEncKey": _fewest,
    "AlwaysSign": _when(1, Message("outlook-always-sign")),
    "AlwaysEncrypt": _when(1, Message("outlook-always-encrypt")),
    "ClearSign": _when(0, Message("outlook-opaque-signing")),
    "RequestSecureReceipt": _when(1, Message("outlook-asks-receipts")),
    "RespondToReceiptRequests": _when(3, Message("outlook-gives-no-receipts")),
    "WarnAboutInvalid": _when(2, Message("outlook-no-signature-warning")),
    "FIPSMode": _when(1, Message("outlook-fips")),
    "PublishToGalDisabled": _when(1, Message("outlook-no-publishing")),
    "UseCRLChasing": _when(1, Message("outlook-fetches-lists")),
    "SigStatusNoCRL": _when(1, Message("outlook-list-needed")),
    "SigStatusNoTrustDecision": _when(2, Message("outlook-trust-needed")),
}
