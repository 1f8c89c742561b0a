"""Why it does not work: messages, causes, what was found, and what to do about each."""

from __future__ import annotations

from sel.text.catalog.entry import message, plural

_SYMPTOMS = (
    message("symptom.outlook-encryption-problems", "Outlook had problems encrypting a mail"),
    message("symptom.outlook-id-not-found", "Outlook does not find a Digital ID"),
    message(
        "symptom.outlook-no-certificate", "Outlook has no certificate for the address you use"
    ),
    message("symptom.outlook-security-error", "Outlook tells of an error in the security system"),
    message(
        "symptom.thunderbird-no-recipient-certificate",
        "Thunderbird cannot encrypt to somebody",
    ),
    message("symptom.thunderbird-cannot-sign", "Thunderbird cannot sign"),
    message(
        "symptom.thunderbird-own-encryption", "Thunderbird does not take your own certificate"
    ),
    message("symptom.thunderbird-cannot-decrypt", "Thunderbird cannot open a mail"),
    message("symptom.signature-not-trusted", "A signature is shown as not trusted or not valid"),
    message("symptom.greyed-out", "Signing or encrypting is grey or not there"),
    message("symptom.not-offered", "My certificate is not offered"),
    message("symptom.does-not-open", "An encrypted mail does not open, or shows only smime.p7m"),
    message("symptom.not-published", "My certificate cannot be published in the address list"),
    message("symptom.others-cannot-encrypt", "Others cannot encrypt to me"),
    message("symptom.other", "Something else"),
)

_VERDICTS = (
    message("verdict.found", "Found"),
    message("verdict.cannot-be-checked", "Cannot be checked here"),
    message("verdict.not-it", "Not it"),
)

_CAUSES = (
    message("doctor-looking", "Looking for a cause: {cause}"),
    message("cause.own-none", "No certificate of your own"),
    message("cause.own-address", "You write from an address your certificate is not for"),
    message("cause.own-ended", "Your certificate has ended"),
    message("cause.own-usage", "Your certificate is not for this"),
    message("cause.own-chain", "Nobody known vouches for your certificate"),
    message("cause.key-not-in-store", "Your key is not where the mail program looks"),
    message("cause.key-shut", "Your key does not open"),
    message("cause.older-key", "The mail was encrypted to an older certificate"),
    message("cause.account", "The account has no certificate chosen"),
    message("cause.settings", "A setting or a policy"),
    message("cause.program", "A program that cannot do it"),
    message("cause.other-method", "A method that the other side cannot read"),
    message("cause.recipient-certificate", "No certificate of theirs that can be used"),
    message("cause.recipient-address", "Their certificate is for another address"),
    message("cause.recipient-ended", "Their certificate has ended"),
    message("cause.recipient-path", "Nobody known vouches for their certificate"),
    message("cause.their-signature", "The signature itself"),
    message("cause.old-directory-entry", "An old certificate in your organisation's address list"),
    message("cause.old-suggestion", "An old entry among the names that Outlook suggests"),
    message("cause.group", "A group instead of people"),
)

_SAID = (
    message("doctor-none-at-all", "Sêl knows of no certificate of yours."),
    message("doctor-none-in-use", "None of your certificates can be used now."),
    message("doctor-no-own-certificate", "Sêl knows of no certificate of yours to compare."),
    message(
        "doctor-own-address-unread",
        "Sêl cannot read which address your mail program writes from. Your certificate is for:"
        " {certified}",
    ),
    message(
        "doctor-own-address-differs",
        "No certificate is for an address you write from: {written}. Yours is for: {certified}",
    ),
    message("doctor-own-ended", "The certificate for {emails} ended on {ends}."),
    message("doctor-no-path", "No way leads from it to an authority that is trusted here."),
    message("doctor-not-for-signing", "It is not for signing."),
    message("doctor-not-for-encrypting", "It is not for encrypting."),
    message(
        "doctor-not-in-store", "It is not with its key in the place where this looks: {program}"
    ),
    message(
        "doctor-store-unseen",
        "Sêl could not look into the place where this keeps certificates: {program}",
    ),
    message(
        "doctor-no-program-store",
        "No mail program was found here of which it is known where it looks.",
    ),
    plural(
        "doctor-key-shut",
        "{n} key lies here, and what opens it was lost.",
        "{n} keys lie here, and what opens them was lost.",
    ),
    plural(
        "doctor-older-gone",
        "{n} older certificate of yours is not where your mail programs look.",
        "{n} older certificates of yours are not where your mail programs look.",
    ),
    message("doctor-only-the-mail", "Only the mail itself tells."),
    message("doctor-program-can", "This can do it, and is on this computer: {program}"),
    message("doctor-set-by-it", "Your organisation has set this for: {program}"),
    message("doctor-set-here", "This is set on this computer for: {program}"),
    message(
        "doctor-method-unknown", "Which method was used stands in the mail and at its reader's."
    ),
    message("doctor-no-thunderbird", "Thunderbird is not on this computer."),
    message("doctor-accounts-unread", "Sêl could not read the accounts of Thunderbird."),
    message("doctor-account-bare", "No certificate is chosen for: {addresses}"),
    message("doctor-nobody-named", "Sêl was not told who you wrote to."),
    message("doctor-no-outlook", "Outlook is not on this computer."),
    message(
        "doctor-on-the-server",
        "It lies on your organisation's mail server, where Sêl cannot look.",
    ),
    message("doctor-group-unknown", "Sêl cannot see whether an address is a group."),
)

_REMEDIES = (
    message(
        "remedy.own-none",
        "Set up the certificate file that you were given, or ask for a certificate.",
    ),
    message(
        "remedy.own-address",
        "Write from the address in your certificate, or get a certificate for the other one.",
    ),
    message("remedy.own-ended", "Renew it. Keep the old one: it opens your old mail."),
    message(
        "remedy.own-usage",
        "Ask whoever issued it for a certificate that signs and encrypts e-mail.",
    ),
    message(
        "remedy.own-chain",
        "Send the report to your IT team: the certificates of the authority that issued yours"
        " have to be on this computer.",
    ),
    message(
        "remedy.key-not-in-store",
        "Let Sêl put your certificate with its key where your mail program looks, then start the"
        " mail program again.",
    ),
    message("remedy.key-shut", "Bring your key back from a backup."),
    message(
        "remedy.older-key",
        "Open the mail in Sêl. It says which key the mail needs, and in which backup that is.",
    ),
    message(
        "remedy.account",
        "Let Sêl choose your certificate in the account, or choose it in Thunderbird under"
        " Account Settings, End-To-End Encryption.",
    ),
    message(
        "remedy.settings",
        "Send the report to your IT team: only they can change what your organisation has set.",
    ),
    message(
        "remedy.program",
        "Use classic Outlook, Outlook for Mac, Thunderbird or Apple Mail on this computer. In a"
        " browser or on a phone such mail does not open.",
    ),
    message(
        "remedy.other-method",
        "If you read the mail: let Sêl put your key there again, where it can read AES-256. If"
        " you write it: ask for a new signed mail, which says what the other side can read.",
    ),
    message(
        "remedy.recipient-certificate",
        "Ask for a signed mail, which brings the certificate, or take it from your school's pack.",
    ),
    message(
        "remedy.recipient-address",
        "Write to the address in their certificate, or ask them for one for this address.",
    ),
    message("remedy.recipient-ended", "Ask them for their new certificate."),
    message(
        "remedy.recipient-path",
        "Ask your IT team whether the authority that issued it can be trusted.",
    ),
    message(
        "remedy.their-signature",
        "Open the mail in Sêl. It says who signed it, and whether it was changed since.",
    ),
    message(
        "remedy.old-directory-entry",
        "Whoever has a new certificate publishes it again in Outlook: Trust Center, Email"
        " Security, Publish to GAL. Until the address list has it (up to two days), put the"
        " certificate into an Outlook contact and choose that contact.",
    ),
    message(
        "remedy.old-suggestion",
        "In the To line type the first letters, delete the suggested name with its cross, and"
        " choose the person from the address book.",
    ),
    message("remedy.group", "Write to each person, not to the group."),
)

_ERRANDS = (
    message("errand.home", "Get a certificate"),
    message("errand.new-address", "Get a certificate for this address"),
    message("errand.renew", "Renew it"),
    message("errand.make-ready", "Put it where the program looks"),
    message("errand.restore", "Get it back from a backup"),
    message("errand.look-at", "Open the mail in Sêl"),
    message("errand.colleagues", "Go to Colleagues"),
)

ENTRIES = (*_SYMPTOMS, *_VERDICTS, *_CAUSES, *_SAID, *_REMEDIES, *_ERRANDS)
