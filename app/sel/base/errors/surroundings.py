"""Exit 4: a store, a disk, an output or another program failed."""

from __future__ import annotations

from sel.base.errors.root import SelError


class SurroundingsError(SelError):
    """Store, keyring, network, disk or output failed."""

    code = "surroundings"
    exit_status = 4


class OutputExists(SurroundingsError):
    """facts: path"""

    code = "output-exists"


class BackupHoldsMore(SurroundingsError):
    """The file to be replaced is a backup with keys that the new one lacks. facts: path, n"""

    code = "backup-holds-more"


class BackupNotKnown(SurroundingsError):
    """The file to be replaced may hold keys that are nowhere else. facts: path"""

    code = "backup-not-known"


class RootKeyElsewhere(SurroundingsError):
    """The file to be replaced may be the only one that holds the pilot's root key. facts: path"""

    code = "root-key-elsewhere"


class OutputFailed(SurroundingsError):
    """An output could not be written; nothing was left half done. facts: path, reason"""

    code = "output-failed"


class DiskFull(SurroundingsError):
    """facts: path"""

    code = "disk-full"


class StoreUnavailable(SurroundingsError):
    """facts: store, reason"""

    code = "store-unavailable"


class StoreLocked(SurroundingsError):
    """A primary password is needed or wrong, or another program holds the store. facts: store"""

    code = "store-locked"


class KeychainLocked(SurroundingsError):
    """macOS' keychain is locked, and macOS could not ask the person to unlock it. facts: store"""

    code = "keychain-locked"


class StoreNewer(SurroundingsError):
    """The store was written by a newer program than this library reads. facts: store"""

    code = "store-newer"


class StorePasswordWrong(SurroundingsError):
    """facts: store"""

    code = "store-password-wrong"


class StoreInUse(SurroundingsError):
    """The program whose profile this is runs. facts: store, program"""

    code = "store-in-use"


class NoProgramForIt(SurroundingsError):
    """No mail program here looks for keys where Sêl can put one."""

    code = "no-program-for-it"


class NotInStore(SurroundingsError):
    """The certificate has to be put into the store first. facts: store"""

    code = "not-in-store"


class NoAccountFor(SurroundingsError):
    """No account of the mail program has an address of the certificate. facts: emails, program"""

    code = "no-account-for"


class NotExportable(SurroundingsError):
    """The store does not hand this key out. facts: sha256"""

    code = "not-exportable"


class NotProved(SurroundingsError):
    """What was installed did not sign and open; the store is as it was. facts: store, proof"""

    code = "not-proved"


class CopyUnsound(SurroundingsError):
    """A copy of a file with keys did not open again, or not with the same in it."""

    code = "copy-unsound"


class ChildFailed(SurroundingsError):
    """A child process of ours ended without an answer. facts: child"""

    code = "child-failed"


class WitnessMissing(SurroundingsError):
    """facts: tool"""

    code = "witness-missing"


class WitnessUnable(SurroundingsError):
    """The tool is here but cannot judge this kind of thing. facts: tool, what

    what  "request", "key", "ec-decryption"
    """

    code = "witness-unable"


class NoDisplay(SurroundingsError):
    """There is no screen to open a window on."""

    code = "no-display"


class RehearsalFailed(SurroundingsError):
    """facts: step"""

    code = "rehearsal-failed"


class PolicyBroken(SurroundingsError):
    """The managed settings cannot be read; nothing is done without them. facts: origin, field"""

    code = "policy-broken"


class DirectoryFailed(SurroundingsError):
    """A directory could not be asked. facts: host, reason

    reason  "network", "no-tls", "server-certificate", "too-slow", "too-large", "refused",
            "nonsense"
    """

    code = "directory-failed"


class NoNetwork(SurroundingsError):
    """Nothing may leave this computer, by an option or by policy."""

    code = "no-network"


class FetchFailed(SurroundingsError):
    """Something could not be fetched from the network. facts: host, reason

    reason  "address", "scheme", "too-large", "too-slow", "redirects", "status", "network"
    """

    code = "fetch-failed"


class NoResolver(SurroundingsError):
    """There is no DNS server to ask: the system names none, or the name given is unknown."""

    code = "no-resolver"
