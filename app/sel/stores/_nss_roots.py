"""Roots of the module that carries Mozilla's. Runs in the child only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from ctypes import byref
from datetime import UTC, datetime

from sel.stores import _nss_library as nss
from sel.stores._nss_library import Item, Library, Trust

_TOKEN = b"Builtin Object Token"
_GENERIC = 0  # PK11_TypeGeneric
_CERTIFICATE = 1  # CKO_CERTIFICATE
_VALUE = 0x11  # CKA_VALUE
_DISTRUSTED_AFTER = 0xCE534350 + 36  # CKA_NSS_EMAIL_DISTRUST_AFTER


def mail_roots(library: Library, modules: Sequence[str], *, now: datetime) -> Sequence[bytes]:
    """DER of the roots that the first of `modules` that loads trusts for mail.

    A root that Mozilla trusts only for certificates issued before a day that has passed is left
    out: whoever takes an anchor has no way to ask for that day.
    Raises NssFailure.
    """
    flags = nss.INIT_READ_ONLY | nss.INIT_NO_DATABASE | nss.INIT_NO_MODULES
    flags |= nss.INIT_FORCE | nss.INIT_NO_ROOTS
    if not library.NSS_InitContext(b"", b"", b"", b"", None, flags):
        raise library.failure("init")
    for module in modules:
        spec = f'name="Roots" library="{module}"'.encode()
        if library.SECMOD_LoadUserModule(spec, None, 0) and (found := _trusted(library)):
            ended = frozenset(_ended(library, now))
            return tuple(der for der in found if der not in ended)
    return ()


def _trusted(library: Library) -> Sequence[bytes]:
    found = []
    for certificate, _ in library.walk(library.PK11_ListCerts(nss.LIST_AUTHORITIES, None)):
        trust = Trust()
        known = library.CERT_GetCertTrust(certificate, byref(trust)) == 0
        if known and trust.email & nss.TRUSTED_CA:
            found.append(library.der(certificate))
    return tuple(dict.fromkeys(found))


def _ended(library: Library, now: datetime) -> Iterator[bytes]:
    """Certificates whose trust for mail is for those issued before a day that has passed."""
    slot = library.PK11_FindSlotByName(_TOKEN)
    first = library.PK11_FindGenericObjects(slot, _CERTIFICATE) if slot else None
    each = first
    while each:
        until = _attribute(library, each, _DISTRUSTED_AFTER)
        # One byte, false, says that there is no such day.
        if len(until) > 1 and _day(until) <= now:
            yield _attribute(library, each, _VALUE)
        each = library.PK11_GetNextGenericObject(each)
    if first:
        library.PK11_DestroyGenericObjects(first)
    if slot:
        library.PK11_FreeSlot(slot)


def _attribute(library: Library, entry: int, number: int) -> bytes:
    item = Item()
    if library.PK11_ReadRawAttribute(_GENERIC, entry, number, byref(item)) != 0:
        return b""
    value = item.value()
    library.SECITEM_FreeItem(byref(item), 0)
    return value


def _day(value: bytes) -> datetime:
    """UTCTime without its header; one that cannot be read has passed."""
    try:
        return datetime.strptime(value.decode("ascii"), "%y%m%d%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
