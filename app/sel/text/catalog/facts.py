"""Facts that are words: `NAME.VALUE`, written so that they stand after a colon or in brackets."""

from __future__ import annotations

from sel.text.catalog.entry import message

_LOOKS_LIKE = (
    message("looks-like.html", "a web page"),
    message("looks-like.pdf", "a PDF document"),
    message("looks-like.image", "a picture"),
    message("looks-like.zip", "a ZIP archive"),
    message("looks-like.mbox", "a mail folder (mbox)"),
    message("looks-like.jks", "a Java key store"),
    message("looks-like.jceks", "a Java key store (JCEKS)"),
    message("looks-like.tnef", "a winmail.dat file"),
    message("looks-like.vcard", "a contact card (vCard)"),
    message("looks-like.program", "a program"),
    message("looks-like.pgp", "a PGP file"),
    message("looks-like.ssh", "an SSH key"),
    message("looks-like.text", "plain text"),
    message("looks-like.empty", "an empty file"),
    message("looks-like.cms", "a cryptographic message of another kind"),
    message("looks-like.person", "a person's certificate"),
    message("looks-like.authority", "the certificate of an authority"),
    message("looks-like.unknown", "something Sêl does not know"),
    message("looks-like.certificate", "a certificate"),
    message("looks-like.certificates", "several certificates"),
    message("looks-like.pkcs12", "a certificate file with a key (.p12 or .pfx)"),
    message("looks-like.request", "a certificate request"),
    message("looks-like.private-key", "a private key"),
    message("looks-like.crl", "a revocation list (CRL)"),
    message("looks-like.signed-mail", "a signed e-mail message"),
    message("looks-like.encrypted-mail", "an encrypted e-mail message"),
    message("looks-like.mail", "an e-mail message"),
    message("looks-like.contact-card", "a contact card (vCard)"),
    message("looks-like.outlook-message", "an Outlook message (.msg)"),
)

_PROOF = (
    message("proof.proved", "signed and opened"),
    message("proof.no-key", "the store has no key for it"),
    message("proof.cannot-sign", "the key does not sign"),
    message("proof.wrong-signature", "the signature it made is wrong"),
    message("proof.unreadable", "the key cannot be read"),
    message("proof.key-mismatch", "key and certificate do not belong together"),
    message("proof.cannot-open", "the key does not open what was encrypted to it"),
)

_KINDS = (
    message("kind.certificate", "certificate"),
    message("kind.certificates", "certificates"),
    message("kind.pkcs12", "certificate file with a key"),
    message("kind.request", "certificate request"),
    message("kind.private-key", "private key"),
    message("kind.crl", "revocation list (CRL)"),
    message("kind.signed-mail", "signed e-mail message"),
    message("kind.encrypted-mail", "encrypted e-mail message"),
    message("kind.mail", "e-mail message"),
    message("kind.contact-card", "contact card"),
    message("kind.outlook-message", "Outlook message"),
    message("kind.unknown", "unknown"),
)

_REASONS = (
    message("reason.no-folder", "the folder does not exist"),
    message("reason.is-a-folder", "this is a folder"),
    message("reason.not-a-file", "this is no ordinary file"),
    message("reason.not-permitted", "not permitted"),
    message("reason.read-only", "can only be read"),
    message("reason.name-too-long", "the name is too long"),
    message("reason.cannot-open", "cannot be opened"),
    message("reason.device", "the drive reports an error"),
    message("reason.not-open", "it is not open"),
    message("reason.nss-missing", "the library NSS was not found"),
    message("reason.nss-refused", "its library refused"),
    message("reason.certificate-missing", "the certificate is not there"),
    message("reason.unreadable", "its files cannot be read"),
    message("reason.not-a-database", "its files are no certificate databases"),
    message("reason.incomplete", "some of its files are missing"),
    message("reason.damaged", "its files are damaged"),
    message("reason.old-database", "its form is too old; open it once in a newer Thunderbird"),
    message("reason.no-database", "there are no certificate databases"),
    message("reason.exists", "there is one already"),
    message("reason.not-writable", "it may not be written to"),
    message("reason.made-by-its-program", "its program makes it when it is started first"),
    message("reason.none-found", "none was found on this computer"),
    message("reason.not-windows", "this computer does not run Windows"),
    message("reason.windows-refused", "Windows refused"),
    message("reason.access-denied", "Windows gives no access"),
    message("reason.not-macos", "this computer does not run macOS"),
    message("reason.no-pyobjc", "what connects Sêl with macOS is not installed"),
    message("reason.no-keychain", "you have no keychain in macOS"),
    message("reason.macos-denied", "macOS gives no access"),
    message("reason.macos-refused", "macOS refused"),
    message("reason.distrusted", "you have told macOS not to trust this authority"),
    message("reason.format", "its form is unknown"),
    message("reason.parameters", "its numbers are out of bounds"),
    message("reason.entry-exists", "there is an entry of that name already"),
    message("reason.read-back", "the entry did not come back as it was written"),
    message("reason.no-answer", "it does not answer"),
    message("reason.no-slot", "no passphrase was set for Sêl"),
    message("reason.not-used", "not used here"),
    message("reason.keyring-unavailable", "no keyring works here"),
    message("reason.keyring-locked", "the keyring is locked"),
    message("reason.keyring-forgot", "the keyring no longer knows Sêl's key"),
    message("reason.temporary-profile", "your profile is temporary"),
    message("reason.mandatory-profile", "your profile is reset at every sign-in"),
    message("reason.roaming-profile", "your profile moves between computers"),
    message("reason.unknown", "unknown"),
)

# Why Sêl's own keys cannot be opened now.
_WHY = (
    message("why.keyring-unavailable", "no keyring works here"),
    message("why.keyring-locked", "the keyring is locked"),
    message("why.keyring-forgot", "the keyring no longer knows Sêl's key"),
    message("why.unlock-needed", "Sêl's own passphrase is needed"),
    message("why.wrong-unlock-passphrase", "the passphrase was wrong"),
    message("why.wrong-book-key", "the keyring holds another key"),
    message("why.slot-damaged", "what opens them is damaged"),
    message("why.unknown", "unknown"),
)

_WHAT = (
    message("what.file", "the file, in bytes"),
    message("what.mailboxes", "the number of addresses"),
    message("what.files", "the number of files"),
    message("what.parts", "the number of parts of the mail"),
    message("what.header-bytes", "the head of the mail, in bytes"),
    message("what.signers", "the number of signatures"),
    message("what.certificates", "the number of certificates"),
    message("what.crls", "the number of revocation lists"),
    message("what.attributes", "the number of attributes"),
    message("what.layers", "layers inside layers"),
    message("what.nesting", "parts of the mail inside parts"),
    message("what.recipients", "the number of recipients"),
    message("what.book", "Sêl's own keys"),
    message("what.pkcs12", "certificate file with a key"),
    message("what.bytes", "the file, in bytes"),
    message("what.elements", "the number of parts"),
    message("what.depth", "parts inside parts"),
    message("what.safe-depth", "safes inside safes"),
    message("what.bags", "the number of keys and certificates"),
    message("what.kdf-rounds", "rounds of the passphrase check"),
    message("what.kdf-memory", "memory of the passphrase check"),
    message("what.kdf-work", "work of the passphrase check"),
    message("what.rc2-bytes", "data in an old cipher (RC2), in bytes"),
    message("what.request", "certificate request"),
    message("what.key", "key of this kind"),
    message("what.ec-decryption", "mail encrypted to an elliptic-curve key"),
)

# What an organisation can forbid.
_RULES = (message("rule.pilot", "pilot authorities"),)

_FIELDS = (
    message("field.name", "the name"),
    message("field.organisation", "the organisation"),
    message("field.unit", "the unit or department"),
    message("field.locality", "the town"),
    message("field.not-after", "the end of its validity"),
    message("field.not-before", "the start of its validity"),
    message("field.country", "the country (two letters)"),
)

# What did not come back of a damaged book, by the name of its table.
_LOST = (
    message("lost-kind.meta", "when Sêl's data was made"),
    message("lost-kind.book-key", "how the keys are sealed"),
    message("lost-kind.slot", "how the keys are opened"),
    message("lost-kind.key", "private keys"),
    message("lost-kind.request", "certificate requests"),
    message("lost-kind.certificate", "certificates"),
    message("lost-kind.backup", "notes of backups"),
    message("lost-kind.install", "notes of installed certificates"),
    message("lost-kind.trust", "what you had trusted or checked"),
    message("lost-kind.authority", "the pilot authority"),
    message("lost-kind.authority-key", "keys of the pilot authority"),
    message("lost-kind.issued", "certificates that the pilot issued"),
    message("lost-kind.journal", "lines of the journal"),
    message("lost-kind.draft", "forms that were not finished"),
)

ENTRIES = (*_LOOKS_LIKE, *_PROOF, *_KINDS, *_REASONS, *_WHY, *_WHAT, *_RULES, *_FIELDS, *_LOST)
