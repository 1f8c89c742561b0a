"""What Thunderbird's preferences say of an account, and what they have to say. Bytes in and out.

An account's sender is an "identity": `mail.identity.idN.…` with

    signing_cert_name, encryption_cert_name      what the person sees
    signing_cert_dbkey, encryption_cert_dbkey    which certificate it is (`database_key`)
    sign_mail         true: every new mail is signed
    encryptionpolicy  2: every new mail is encrypted, or not sent; 0: as the person chooses
    e2etechpref       1: S/MIME where an OpenPGP key is chosen, too; without it that one wins

(Thunderbird 153: am-e2e.js, MsgComposeCommands.js.) What was set and what was there before stand
in `mail.identity.idN.sel_before`, so that they leave with the identity.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from asn1crypto import core

from sel.core import address
from sel.core.certificate import CertificateFacts
from sel.places.prefs_js import Value

_SIGNING, _ENCRYPTION = "signing", "encryption"
_BEFORE = "sel_before"
_OURS = (
    "signing_cert_name",
    "signing_cert_dbkey",
    "encryption_cert_name",
    "encryption_cert_dbkey",
    "sign_mail",
    "encryptionpolicy",
    "e2etechpref",
)
_ALWAYS, _PREFER_SMIME = 2, 1

Wanted = dict[str, Value | None]


@dataclass(frozen=True, slots=True)
class Identity:
    """One sender. named: what it says of itself, without the beginning of each name."""

    id: str
    address: str
    named: Mapping[str, Value]

    def key(self, role: str) -> str:
        """The database key of the certificate for "signing" or "encryption", or nothing."""
        return "".join(str(self.named.get(f"{role}_cert_dbkey", "")).split())

    @property
    def keys(self) -> frozenset[str]:
        """Those of both certificates."""
        return frozenset({self.key(_SIGNING), self.key(_ENCRYPTION)} - {""})

    @property
    def signs(self) -> bool:
        """Whether every new mail is signed."""
        return self.named.get("sign_mail") is True

    @property
    def encrypts(self) -> bool:
        """Whether every new mail is encrypted."""
        return bool(self.named.get("encryptionpolicy"))

    @property
    def ours(self) -> bool:
        """Whether it can be made as it was."""
        return self._noted() is not None

    def with_certificates(
        self, mine: Sequence[CertificateFacts], *, always_encrypt: bool
    ) -> Wanted:
        """What is to change so that these are used; nothing if they are, or if none fits."""
        fitting = [facts for facts in mine if facts.has_address(self.address)]
        wanted: dict[str, Value] = {}
        for role in (_SIGNING, _ENCRYPTION):
            facts = next((each for each in fitting if _is_for(each, role)), None)
            if facts is not None:
                wanted[f"{role}_cert_name"] = display_name(facts)
                wanted[f"{role}_cert_dbkey"] = database_key(facts)
        if f"{_SIGNING}_cert_dbkey" in wanted:
            wanted["sign_mail"] = True
        if f"{_ENCRYPTION}_cert_dbkey" in wanted and always_encrypt:
            wanted["encryptionpolicy"] = _ALWAYS
        if wanted and self.named.get("openpgp_key_id"):
            wanted["e2etechpref"] = _PREFER_SMIME
        if all(self.named.get(name) == value for name, value in wanted.items()):
            return {}
        noted = {name: list(pair) for name, pair in (self._noted() or {}).items()}
        for name, value in wanted.items():
            now = self.named.get(name)
            # What we set ourselves last time is not what was there before us.
            old = noted[name][1] if noted.get(name, [None])[0] == now is not None else now
            noted[name] = [value, old]
        wanted[_BEFORE] = json.dumps(noted, ensure_ascii=False, separators=(",", ":"))
        return self._whole(wanted)

    def as_before(self) -> Wanted:
        """What is to change so that it is as before we came; nothing if we never did.

        What the person has chosen otherwise since stays.
        """
        noted = self._noted()
        if noted is None:
            return {}
        back = {name: old for name, (ours, old) in noted.items() if self.named.get(name) == ours}
        return self._whole({**back, _BEFORE: None})

    def _noted(self) -> Mapping[str, tuple[Value, Value | None]] | None:
        """By name what we set and what was there before; None if nothing is noted."""
        try:
            noted = json.loads(str(self.named.get(_BEFORE)))
            return {name: (ours, old) for name, (ours, old) in noted.items() if name in _OURS}
        except (ValueError, TypeError, AttributeError, RecursionError):
            return None

    def _whole(self, wanted: Mapping[str, Value | None]) -> Wanted:
        return {f"{_beginning(self.id)}{name}": value for name, value in wanted.items()}


def identities(kept: Mapping[str, Value]) -> Iterator[Identity]:
    """Senders of the accounts in use, in their order; "Local Folders" has none."""
    seen = set()
    for account in _list(kept, "mail.accountmanager.accounts"):
        for identity in _list(kept, f"mail.account.{account}.identities"):
            start = _beginning(identity)
            mailbox = kept.get(f"{start}useremail")
            if identity in seen or not isinstance(mailbox, str):
                continue
            seen.add(identity)
            named = {
                name.removeprefix(start): value
                for name, value in kept.items()
                if name.startswith(start)
            }
            yield Identity(identity, address.lenient(mailbox), named)


def database_key(facts: CertificateFacts) -> str:
    """How Thunderbird names a certificate (nsNSSCertificate::GetDbKey).

    Base64 of module and slot (four octets each, 0), the lengths of serial number and issuer
    (four octets each), the serial number's octets, and the issuer in DER.
    """
    serial = core.Integer(facts.serial).contents
    lengths = b"".join(len(each).to_bytes(4, "big") for each in (serial, facts.issuer_der))
    return base64.b64encode(bytes(8) + lengths + serial + facts.issuer_der).decode("ascii")


def display_name(facts: CertificateFacts) -> str:
    """The name that a person sees in Thunderbird's settings."""
    return facts.common_name or next(iter(facts.emails), facts.subject)


def _is_for(facts: CertificateFacts, role: str) -> bool:
    return facts.can_sign if role == _SIGNING else facts.can_encrypt


def _beginning(identity: str) -> str:
    return f"mail.identity.{identity}."


def _list(kept: Mapping[str, Value], name: str) -> Sequence[str]:
    value = kept.get(name)
    return [each.strip() for each in str(value).split(",") if each.strip()] if value else []
