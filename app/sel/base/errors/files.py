"""Exit 3: a file that was given cannot be used."""

from __future__ import annotations

from sel.base.errors.root import SelError


class InputError(SelError):
    """The input cannot be used; nothing was changed."""

    code = "input-unusable"
    exit_status = 3


class Unreadable(InputError):
    """A file that cannot be read at all. facts: path"""

    code = "unreadable"


class IsAFolder(InputError):
    """A folder where a file is wanted. facts: path"""

    code = "is-a-folder"


class NotFound(InputError):
    """facts: path"""

    code = "not-found"


class WrongPassphrase(InputError):
    """The passphrase does not open this file; said only when that was proved."""

    code = "wrong-passphrase"


class WrongOrDamaged(WrongPassphrase):
    """The passphrase does not open this file, or the file is damaged: it has no MAC to tell."""

    code = "wrong-passphrase-or-damaged"


class WrongOrChanged(WrongPassphrase):
    """The passphrase does not open this file, or so much of it changed that nothing opens.

    Said of a backup if it is not known what was written; a file that is known to be whole gets
    WrongPassphrase.
    """

    code = "wrong-passphrase-or-changed"


class PassphraseNeeded(InputError):
    """A passphrase is needed and none was given."""

    code = "passphrase-needed"


class UnsupportedAlgorithm(InputError):
    """Right input, but made with something we cannot read. facts: algorithm"""

    code = "unsupported-algorithm"


class Damaged(InputError):
    """The structure is broken, or an integrity check failed that no passphrase explains."""

    code = "damaged"


class KeyNotOpened(Damaged):
    """The passphrase opens the file, and no private key in it."""

    code = "key-not-opened"


class TooLarge(InputError):
    """A limit for hostile input was passed. facts: what, limit"""

    code = "too-large"


class TooMuchWork(TooLarge):
    """A file asks for more key derivation than is sane. facts: seconds, limit (seconds too)"""

    code = "too-much-work"


class ReadingFailed(InputError):
    """A fault of our own in one file of several: the others are still looked at."""

    code = "reading-failed"


class DomainNotChecked(InputError):
    """A fault of our own at one domain of several. facts: domain, fault (its kind and place)"""

    code = "domain-not-checked"


class MemberEncrypted(InputError):
    """A file in an archive that only its own password unpacks."""

    code = "member-encrypted"


class MemberUnsupported(InputError):
    """A file in an archive that is packed in a way we do not unpack. facts: method"""

    code = "member-unsupported"


class NotACertificate(InputError):
    """facts: looks_like"""

    code = "not-a-certificate"


class NotARequest(InputError):
    """facts: looks_like"""

    code = "not-a-request"


class NotAPkcs12(InputError):
    """facts: looks_like"""

    code = "not-a-pkcs12"


class NotAMail(InputError):
    """facts: looks_like"""

    code = "not-a-mail"


class RequestSignatureInvalid(InputError):
    """The self-signature of a PKCS#10 request does not hold."""

    code = "request-signature-invalid"


class NoKeyInFile(InputError):
    """A file for keys holds certificates only. facts: certificates (how many)"""

    code = "no-key-in-file"


class UnsupportedKey(UnsupportedAlgorithm):
    """A key of a kind that no mail program uses, or that nobody here knows. facts: algorithm"""

    code = "unsupported-key"


class PassphraseUnreadable(InputError):
    """A passphrase that was to be read is no UTF-8."""

    code = "passphrase-unreadable"


class OtherCertificates(InputError):
    """Certificates, but of the other kind. facts: looks_like, person or authority"""

    code = "other-certificates"


class KeyMismatch(InputError):
    """A key and a certificate that were said to belong together do not."""

    code = "key-mismatch"


class NotDecrypted(InputError):
    """One error for every decryption failure (RFC 3218)."""

    code = "not-decrypted"
