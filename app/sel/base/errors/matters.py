"""Exit 3: what was given can be read, but it is not what is needed here."""

from __future__ import annotations

from sel.base.errors.files import InputError


class NoMatch(InputError):
    """No key here belongs to what was given."""

    code = "no-match"


class NoKey(InputError):
    """No key here opens this."""

    code = "no-key"


class NoCertificateYet(InputError):
    """The key waits for its certificate, and the certificate was wanted. facts: id"""

    code = "no-certificate-yet"


class NothingToBackUp(InputError):
    """A backup was wanted and there is no key."""

    code = "nothing-to-back-up"


class RootKeyGone(InputError):
    """The pilot's root key left the book with the authority's first tested backup."""

    code = "root-key-gone"


class AnswerIsAuthority(InputError):
    """The answer is a certificate of an authority, not of a person."""

    code = "answer-is-authority"


class AnswerExpired(InputError):
    """facts: ended"""

    code = "answer-expired"


class AnswerOtherAddress(InputError):
    """None of the asked addresses stands in the answer. facts: asked, found"""

    code = "answer-other-address"


class AddressOutsideAuthority(InputError):
    """The authority may not certify this address. facts: address"""

    code = "address-outside-authority"


class UnknownId(InputError):
    """facts: id"""

    code = "unknown-id"


class UnknownPerson(InputError):
    """Nobody here has this address. facts: address"""

    code = "unknown-person"


class UnknownCertificate(InputError):
    """No colleague here has this certificate. facts: sha256"""

    code = "unknown-certificate"


class NotAChange(InputError):
    """A certificate was to be confirmed that has no other key than before. facts: sha256"""

    code = "not-a-change"


class RecipientNotReady(InputError):
    """A colleague is known and cannot be encrypted to now. facts: address, person_state"""

    code = "recipient-not-ready"


class UnknownStore(InputError):
    """facts: store"""

    code = "unknown-store"


class WeakPassphrase(InputError):
    """A new passphrase is too easy to guess. facts: guesses_log10, needed_log10"""

    code = "weak-passphrase"


class PassphrasesDiffer(InputError):
    """The passphrase given twice is not the same."""

    code = "passphrases-differ"


class NotEnoughWords(InputError):
    """An old-devices file wants a passphrase of listed words only."""

    code = "not-enough-words"


class NoRecipientCertificate(InputError):
    """facts: address"""

    code = "no-recipient-certificate"


class NobodyEnding(InputError):
    """No colleague who could be asked for a new certificate runs out so soon. facts: n (days)"""

    code = "nobody-ending"


class NobodyToHandOver(InputError):
    """None of the colleagues has a certificate that mail can be encrypted with now."""

    code = "nobody-to-hand-over"


class CannotEncryptTo(InputError):
    """The key kind cannot be encrypted to. facts: address, algorithm"""

    code = "cannot-encrypt-to"


class NoCurrentCertificate(InputError):
    """There is no own certificate to sign with."""

    code = "no-current-certificate"


class BackupUnsound(InputError):
    """A backup did not open or a key in it failed its proof."""

    code = "backup-unsound"


class WithoutBackup(InputError):
    """Refused because no verified backup holds this key. facts: id"""

    code = "without-backup"


class NothingAhead(InputError):
    """There is no date to be reminded of: no tested backup, no certificate in use."""

    code = "nothing-ahead"


class NoTestedBackup(InputError):
    """A recovery sheet was asked for, and no tested backup is known, or not this one."""

    code = "no-tested-backup"


class StillNeeded(InputError):
    """A file is not deleted, because it may be all that holds a key. facts: path, n (keys)"""

    code = "still-needed"


class OtherFile(InputError):
    """A file is not deleted, because it is not the one it was. facts: path"""

    code = "other-file"


class NothingToRevoke(InputError):
    """Certificates were to be revoked, and there is none that is still valid."""

    code = "nothing-to-revoke"


class AlreadyFinished(InputError):
    """facts: id"""

    code = "already-finished"


class NoAuthority(InputError):
    """There is no pilot authority in this book."""

    code = "no-authority"


class AuthorityExists(InputError):
    """There is a pilot authority in this book already."""

    code = "authority-exists"


class WrongUnlockPassphrase(InputError):
    """The passphrase does not open Sêl's own keys."""

    code = "wrong-unlock-passphrase"


class MailNamesNobody(InputError):
    """Recipients were to be taken from a mail that has none."""

    code = "mail-names-nobody"


class WordsNotAdvised(InputError):
    """A mail with the subject words was wanted, and they are not the answer for it."""

    code = "words-not-advised"


class BadAnchors(InputError):
    """A file has no keys of the DNS root in it (DS or DNSKEY records)."""

    code = "bad-anchors"


class WordTestOver(InputError):
    """There is no test of words under way, or not any more."""

    code = "word-test-over"


class NotTheTestMail(InputError):
    """The words were to be those of another mail than this."""

    code = "not-the-test-mail"


class WrongWords(InputError):
    """facts: n (tries that are left)"""

    code = "wrong-words"
