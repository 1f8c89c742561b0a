"""What an organisation decided for its computers, with where each value came from."""

from __future__ import annotations

from dataclasses import dataclass, field

PASSPHRASE_GUESSES = 14
BACKUP_DAYS = 183


@dataclass(frozen=True, slots=True)
class Policy:
    """Every managed value under its name in `schema`; the defaults hold without a policy.

    language         "en" or "cy" for those who have not chosen; None: the system's
    helpdesk         whom to ask, shown as it is; "" names nobody
    own_domains      mail domains of the organisation
    stores           kinds of certificate store that may be used; None: every kind
    key_kind         the one kind of key that is made here; None: the person chooses
    own_keys         "keyring" or "passphrase": what closes Sêl's own keys; None: either, or both
    passphrase_guesses  what a new passphrase has to stand, as a power of ten
    backup_days      after how many days a tested backup has to be tested again
    backup_places    folders below which backups may be written; None: anywhere
    it_keeps_a_copy  IT holds a copy of the keys; Home says so where it would ask for a backup
    pick_up          folder with certificate files that were issued centrally; "": none
    forgets          this computer is put back at sign-out (a lab PC)
    shared_mailboxes addresses that several people read: no key for one is made on one computer
    roots            authorities trusted for mail, DER
    person_roots     whether people may trust further authorities
    network          whether anything may leave this computer
    ldap_servers     directories to look people up in: ldaps:// or ldap:// (StartTLS) addresses
    school_pack      file or folder the school's pack lies in; "": none
    pack_signers     SHA-256 of certificates that may sign packs, 32 bytes each
    authorities      profiles of further authorities, each a JSON text in UTF-8
    pilot            whether a pilot authority may be founded or restored
    windows_capi     keys go into Windows' older key storage, for programs that know no other
    windows_exportable  Windows may give the keys out again that are put there
    unknown          names that this version does not know
    ignored          values of the person's own file that would have loosened the machine's
    origin           where all of it came from, for people; None without a policy
    origins          name of a value and where that one came from
    file             the person's own file (`--policy`), if any
    """

    language: str | None = None
    helpdesk: str = ""
    own_domains: tuple[str, ...] = ("hwbcymru.net",)
    stores: tuple[str, ...] | None = None
    key_kind: str | None = None
    own_keys: str | None = None
    passphrase_guesses: int = PASSPHRASE_GUESSES
    backup_days: int = BACKUP_DAYS
    backup_places: tuple[str, ...] | None = None
    it_keeps_a_copy: bool = False
    pick_up: str = ""
    forgets: bool = False
    shared_mailboxes: tuple[str, ...] = ()
    roots: tuple[bytes, ...] = ()
    person_roots: bool = True
    network: bool = True
    ldap_servers: tuple[str, ...] = ()
    school_pack: str = ""
    pack_signers: tuple[bytes, ...] = ()
    authorities: tuple[bytes, ...] = ()
    pilot: bool = True
    windows_capi: bool = False
    windows_exportable: bool = False
    unknown: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    origin: str | None = None
    origins: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    file: str | None = field(default=None, compare=False)

    def origin_of(self, key: str) -> str | None:
        """Where a value came from; None where it is the default."""
        return dict(self.origins).get(key)
