"""What can be read and is not what is needed."""

from __future__ import annotations

from sel.text.catalog.entry import message, plural

ENTRIES = (
    message(
        "request-signature-invalid",
        "The certificate request was altered, or was not made with its key.",
        hint="Ask the person to make it again and send it unchanged.",
    ),
    message(
        "no-match",
        "No key on this computer belongs to this certificate.",
        hint="Use the computer on which you made the request, or restore its backup first.",
    ),
    message(
        "no-key",
        "There is no key here that opens this.",
        hint="If you had another certificate before, restore its backup and try again.",
    ),
    message(
        "no-certificate-yet",
        "This key still waits for its certificate: {id}",
        hint="When the answer to your form comes, give the file to Sêl.",
        command="When the answer comes: sel request finish FILE",
    ),
    message(
        "nothing-to-back-up",
        "There is no key here yet, so there is nothing to back up.",
        hint="Set up a certificate file, or get a certificate.",
        command="Make a key first (sel request new) or take one in (sel id import).",
    ),
    message(
        "root-key-gone",
        "The root key of the pilot authority is not here any more; its backup has it.",
        hint="Restore the authority's first backup on a computer that has no pilot authority.",
    ),
    message(
        "no-key-in-file",
        "There is no private key in this file, only certificates.",
        hint="Ask for the file again with its private key; whoever exports it has to choose that.",
    ),
    message(
        "unsupported-key",
        "The file holds a key of a kind that is not used for mail: {algorithm}",
        hint="Ask for a certificate with an RSA or an EC key.",
    ),
    message(
        "passphrase-unreadable",
        "The passphrase that was given is not text in UTF-8.",
        hint="Save the file with the passphrase as UTF-8, then try again.",
    ),
    message(
        "unknown-person",
        "Nobody here has this address: {address}",
        hint="Look for the name or a part of the address, or add the colleague first.",
        command="sel people find TEXT finds by any part; sel people add FILE adds somebody.",
    ),
    message(
        "unknown-certificate",
        "No colleague here has this certificate: {sha256}",
        hint="Look the colleague up and take the fingerprint from there.",
        command="sel people find TEXT --json shows the fingerprints.",
    ),
    message(
        "not-a-change",
        "There is nothing to confirm: this colleague had this key before. ({sha256})",
        hint="If the certificate is not used, its page says why.",
        command="sel people find TEXT says why a certificate is not used.",
    ),
    message(
        "recipient-not-ready",
        "Mail to {address} cannot be encrypted now: {person_state}",
        hint="Look the colleague up: their page says what to do.",
        command="sel people find ADDRESS says what to do.",
    ),
    message(
        "other-certificates",
        "This is something else than what was asked for: {looks_like}",
        hint="Choose another file, or the place where this kind belongs.",
        command="Use --which people for colleagues, --which authorities for an authority.",
    ),
    message(
        "key-mismatch",
        "The key and the certificate in this file do not belong together.",
        hint="Ask whoever made the file to make it again.",
    ),
    message(
        "answer-is-authority",
        "This is the certificate of an authority, not yours.",
        hint="Ask your IT team for the certificate that was made for your address.",
    ),
    message(
        "answer-expired",
        "This certificate has already expired: {ended}",
        hint="Ask your IT team for a new one. Your key is kept.",
    ),
    message(
        "answer-other-address",
        "This certificate is for another address. Asked for: {asked}. In the certificate: {found}",
        hint="Send it back to your IT team and ask for one with your address.",
    ),
    message(
        "address-outside-authority",
        "The pilot authority may not certify this address: {address}",
        hint="Use an address of your school, or make a pilot authority for that domain.",
    ),
    message(
        "unknown-id",
        "Sêl knows nothing with this id: {id}",
        hint="Look under My certificates to see what there is.",
        command="Use “sel id list” or “sel request list” to see what there is.",
    ),
    message(
        "unknown-store",
        "There is no such certificate store here: {store}",
        hint="The mail program may have been removed; open this page again.",
        command="Use “sel store kinds” to see what there is.",
    ),
    message(
        "no-recipient-certificate",
        "There is no certificate here for this address: {address}",
        hint="Ask your colleague to send you a signed message and add it to Colleagues.",
    ),
    plural(
        "nobody-ending",
        "Nobody has to be asked: in the next {n} day no colleague runs out whose new key is not"
        " here yet.",
        "Nobody has to be asked: in the next {n} days no colleague runs out whose new key is"
        " not here yet.",
        hint="Nothing has to be done.",
    ),
    message(
        "nobody-to-hand-over",
        "Mail can be encrypted to none of these colleagues at present.",
        hint="Look at them one by one: each says what is missing.",
        command="sel people list says for each what is missing.",
    ),
    message(
        "cannot-encrypt-to",
        "This person's key cannot be used for encryption: {address} ({algorithm})",
        hint="Ask them for a certificate that is for encryption too.",
    ),
    message(
        "no-current-certificate",
        "You have no certificate that is valid now.",
        hint="Set up a certificate file, or get a certificate.",
    ),
    message(
        "not-decrypted",
        "This message could not be decrypted.",
        hint="It may be damaged or made for another key. Ask the sender to send it again.",
    ),
    message(
        "backup-unsound",
        "This backup did not pass its test, so it does not count as a backup.",
        hint="Make a new backup now, and keep the old file until the new one is tested.",
    ),
    message(
        "without-backup",
        "No tested backup holds this key. Without one, old encrypted mail could never be opened"
        " again: {id}",
        hint="Make a backup first.",
    ),
    message(
        "nothing-ahead",
        "There is no date to be reminded of yet.",
        hint="Make a backup and test it first.",
    ),
    message(
        "no-tested-backup",
        "No tested backup is known here, so there is no recovery sheet for one.",
        hint="Test the backup first; the sheet says what was found in it.",
    ),
    plural(
        "still-needed",
        "This file was not deleted: {n} key in it is in no other tested backup: {path}",
        "This file was not deleted: {n} keys in it are in no other tested backup: {path}",
        hint="Make a backup somewhere else and test it, then delete this file.",
    ),
    message(
        "other-file",
        "This file was not deleted: it is no longer the one that your key came in: {path}",
        hint="Look at it before you delete it yourself.",
    ),
    message(
        "nothing-to-revoke",
        "You have no certificate that is still valid, so nothing has to be revoked.",
        hint="Certificates that have ended need no revoking.",
    ),
    message(
        "already-finished",
        "This request already has its certificate: {id}",
        hint="There is nothing left to do. You can see it under My certificates.",
    ),
    message(
        "no-authority",
        "There is no pilot authority here.",
        hint="Get your certificate from somebody else, or ask your IT team to make a pilot first.",
        command="Make one first: sel ca init",
    ),
    message(
        "authority-exists",
        "There is a pilot authority here already.",
        hint="Use the one that is there.",
        command="Use the one that is there: sel ca list",
    ),
    message(
        "mail-names-nobody",
        "This mail names nobody it is to.",
        hint="Type or paste the addresses instead.",
    ),
    message(
        "words-not-advised",
        "The words in the subject are not what protects this mail, so no mail was begun.",
        hint="Read the advice for this mail: it says what to do instead.",
    ),
    message(
        "bad-anchors",
        "This file holds no keys of the DNS root.",
        hint="It has DS or DNSKEY records of the root, one on each line.",
    ),
    message(
        "word-test-over",
        "This test is over: its day has passed, its three tries are used up, or Sêl opened the"
        " mail itself.",
        hint="Make a new test mail.",
        command="Make a new one with: sel mail test --words --out FILE.eml",
    ),
    message(
        "not-the-test-mail",
        "This is not the mail of the test that is under way.",
        hint="Give the newest test mail, as Sêl made it or as your mail program saved it.",
    ),
    plural(
        "wrong-words",
        "These are not the two words. {n} try is left.",
        "These are not the two words. {n} tries are left.",
        hint="Read them once more in the text of the mail, in your mail program.",
    ),
)
