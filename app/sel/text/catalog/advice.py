"""Which protection: the answer, why, what else is true, and what to do."""

from __future__ import annotations

from sel.text.catalog.entry import message

_ANSWERS = (
    message("advice.none", "Send it as it is."),
    message("advice.tls", "Send it as it is: enforced TLS protects it."),
    message("advice.message-encryption", "Use Office 365 Message Encryption."),
    message("advice.smime", "Sign and encrypt it with S/MIME."),
    message("advice.other-sender", "Write it from your Hwb address."),
    message(
        "guards.tls",
        "Nobody can read it on its way between the mail servers. If that fails, it is not sent.",
    ),
    message(
        "guards.message-encryption",
        "The protection stays with the message after it was sent.",
    ),
    message("guards.smime", "Only devices that hold the matching key can open it."),
    message("leaves.tls", "Whoever has the mailbox can read it."),
    message("leaves.message-encryption", "Whoever has the mailbox can read it."),
    message("leaves.smime", "The subject can be read by anyone."),
)

_REASONS = (
    message("no-personal-data", "There is no personal data in it."),
    message("stays-inside", "It stays inside your organisation."),
    message(
        "highest-and-ready",
        "What is in it is of the highest sensitivity, and you and everybody you write to are"
        " ready for S/MIME.",
    ),
    message(
        "highest-without-smime",
        "What is in it is of the highest sensitivity, and S/MIME is not possible for this mail"
        " yet.",
    ),
    message("content-sensitive", "What is in it is sensitive."),
    message("to-parents", "It goes to parents, whose mail enforced TLS does not cover."),
    message(
        "domain-not-listed",
        "Enforced TLS is not set up for every domain you write to. Not on a list: {domains}",
    ),
    message(
        "domains-listed",
        "Enforced TLS is set up for every domain you write to outside your organisation.",
    ),
    message(
        "sender-elsewhere",
        "Neither enforced TLS nor the words in the subject work from the address you write as.",
    ),
    message("smime-not-for-groups", "S/MIME does not suit a large distribution group."),
    message("own-no-certificate", "You have no certificate for the address you write as."),
    message("own-waiting", "Your certificate is not here yet, or has not begun."),
    message("own-expired", "Your certificate has ended."),
    message("own-key-shut", "The key of your certificate does not open on this computer."),
    message("own-revoked", "Your certificate was revoked."),
    message(
        "own-untrusted",
        "Nobody whom this computer trusts vouches for your certificate, so it may not count for"
        " others either.",
    ),
    message("own-weak", "Your certificate rests on an algorithm that is too weak."),
    message("own-cannot-sign", "Your certificate is not for signing."),
    message("own-cannot-encrypt", "Your certificate is not for encrypting."),
    message(
        "program-hindered",
        "A setting on this computer keeps your mail program from S/MIME, or it is not known"
        " whether it does.",
    ),
    message("program-new-outlook", "It is not known whether new Outlook can do S/MIME here."),
    message("program-in-browser", "S/MIME does not work in Outlook on the web."),
    message("program-on-phone", "S/MIME is not set up on a phone."),
    message("program-not-known", "It is not known that your mail program can do S/MIME."),
    message("smime-not-with", "Nobody can encrypt to {address} now: {person_state}"),
)

_NOTES = (
    message(
        "sender-assumed",
        "You did not say who you write as: an address of your organisation is assumed.",
    ),
    message(
        "use-bcc", "Put the families into Bcc, so that they do not see each other's addresses."
    ),
    message(
        "one-mail-per-family",
        "Write one mail per family. Encryption does not keep one family's data from another.",
    ),
    message("nothing-in-subject", "Put no personal data in the subject: it is not protected."),
    message("tls-journey-only", "TLS protects the journey, not the mailbox at the end of it."),
    message("tls-may-apply", "Enforced TLS may apply all the same; you need do nothing for it."),
    message("who-reads-mailbox", "Think of who else reads that mailbox."),
    message(
        "opens-only-with-key",
        "It opens only where the key is: not in a browser, and not on another device.",
    ),
    message("smime-untested", "It was not yet tested that your mail program opens such mail."),
    message(
        "protects-less",
        "This protects less than S/MIME: whoever has the mailbox can read it.",
    ),
    message(
        "words-may-do-nothing",
        "Everybody you write to is inside your organisation, where the words in the subject may"
        " do nothing.",
    ),
    message(
        "needs-html",
        "People without a Microsoft account can read it only if HTML is switched on in their"
        " mail program.",
    ),
    message(
        "smime-possible",
        "S/MIME is possible, too: you and everybody you write to are ready for it.",
    ),
    message(
        "weakest-counts",
        "A message is only as safe as the least protected mailbox it goes to. All domains were"
        " looked at together.",
    ),
    message(
        "reply-carries-old",
        "If you reply to an old mail, put the words in its subject. The quoted text goes too.",
    ),
    message("sent-items-silent", "Sent Items do not show whether the words worked."),
    message("list-undated", "The list of partner domains has no date. Source: {source}"),
    message(
        "list-old",
        "The list of partner domains is from {date}, more than 12 months ago. Source: {source}",
    ),
    message(
        "near-miss",
        "{domain} is not on the list, and {listed} is. Use their listed address if they have one.",
    ),
)

_STEPS = (
    message("nothing-to-do", "There is nothing to do."),
    message(
        "nothing-to-do-listed",
        "There is nothing to do, because the list of {date} names the domain: {domains}."
        " Source: {source}",
    ),
    message(
        "nothing-to-do-undated",
        "There is nothing to do, because the list, which has no date, names the domain:"
        " {domains}. Source: {source}",
    ),
    message("write-from-own-address", "Write this mail from your Hwb address."),
    message(
        "put-words-in-subject",
        "Put these words anywhere in the subject, in lower case, as they stand: {en} (or: {cy})",
    ),
    message("split-by-family", "Write one mail for each family."),
    message("get-certificate", "Get a certificate for the address you write as."),
    message("finish-certificate", "Finish your certificate once the answer is there."),
    message("renew-certificate", "Renew your certificate."),
    message("replace-revoked", "Ask your IT team why it was revoked, and get a new certificate."),
    message("ask-who-vouches", "Ask your IT team who vouches for your certificate."),
    message("restore-backup", "Restore your key from a backup."),
    message(
        "use-able-program",
        "For S/MIME, write in classic Outlook, Outlook for Mac, Thunderbird or Apple Mail.",
    ),
    message("ask-for-certificate", "Ask for a signed mail, which brings a certificate: {address}"),
    message("confirm-change", "Compare the check code of the new key by telephone: {address}"),
    message("check-path", "Ask your IT team who vouches for the certificate of: {address}"),
    message(
        "telephone-or-portal",
        "Or telephone, or use the portal of the organisation you write to.",
    ),
    message("test-first", "First send yourself a signed and encrypted mail, and open it."),
    message("sign-and-encrypt", "Choose both signing and encrypting in your mail program."),
    message(
        "leave-words-out",
        "Leave these words out of the subject, because one message cannot carry both: {en}, {cy}",
    ),
)

_OTHERS = (
    message("other.tls", "Enforced TLS"),
    message("other.message-encryption", "Office 365 Message Encryption"),
    message("other.smime", "S/MIME"),
    message("not-needed", "Not needed for this."),
    message(
        "journey-too-little",
        "It protects the journey only, which is too little for what is in this mail.",
    ),
    message(
        "smime-protects-more",
        "S/MIME protects more and is possible here. One message cannot carry both.",
    ),
)

_PATH = (
    message("path.none", "Nothing is protected for certain on the way."),
    message("path.other-sender", "Nothing is protected for certain on the way from this address."),
    message("path.tls", "Protected: between the two mail servers."),
    message("path.message-encryption", "Protected: from your mail server on, until it is opened."),
    message("path.smime", "Protected: all the way from your computer to theirs."),
)

ENTRIES = (*_ANSWERS, *_REASONS, *_NOTES, *_STEPS, *_OTHERS, *_PATH)
