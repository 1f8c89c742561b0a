"""CAA for mail (RFC 9495): which authorities may issue S/MIME certificates for a domain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sel.core.delivery.model import Authorisation
from sel.core.delivery.names import is_host

_TAG: Final = "issuemail"
_KNOWN: Final = {"issue", "issuewild", "issuemail", "iodef", "contactemail", "contactphone"}


@dataclass(frozen=True, slots=True)
class MailIssuers:
    """What the records say of mail certificates.

    limited  there is an issuemail record; without one every authority may issue
    issuers  domains of those that may; none of them: nobody may
    broken   a value that does not fit RFC 8659 4.2: it names nobody
    unknown  critical properties that are not known: no authority may issue (RFC 8659 4.1)
    """

    limited: bool
    issuers: tuple[str, ...] = ()
    broken: bool = False
    unknown: tuple[str, ...] = ()


def read(records: Sequence[Authorisation]) -> MailIssuers:
    """What the closest set of CAA records says of mail."""
    values = [each.value.partition(";")[0].strip().lower() for each in records if each.tag == _TAG]
    issuers = tuple(dict.fromkeys(each for each in values if is_host(each)))
    unknown = tuple(each.tag for each in records if each.critical and each.tag not in _KNOWN)
    broken = any(each and not is_host(each) for each in values)
    return MailIssuers(bool(values), issuers, broken, unknown)
