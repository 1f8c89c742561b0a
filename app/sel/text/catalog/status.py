"""Where the person stands: the one sentence and the steps of Home, computed from facts."""

from __future__ import annotations

from sel.text.catalog.entry import message, plural

_SENTENCES = (
    message("status-nothing", "There is nothing here yet. Start with what you want to do."),
    message(
        "status-keys-shut", "Your keys are here, but they cannot be opened at the moment: {why}"
    ),
    plural(
        "status-keys-lost",
        "{n} key stays closed until a backup brings it back.",
        "{n} keys stay closed until a backup brings them back.",
    ),
    message(
        "status-ended",
        "Your certificate expired on {ended}. Old mail still opens; for new mail you need a new"
        " certificate.",
    ),
    message(
        "status-waiting",
        "You made your form on {since}. When the answer comes, give the file to Sêl.",
    ),
    message("status-starts", "Your certificate is here; it can be used from {starts}."),
    message(
        "status-not-installed",
        "One thing is missing: your mail program does not have your certificate yet.",
    ),
    message(
        "status-key-missing",
        "Your key is missing: it was in your mail program and is not there any more. Make it ready"
        " again.",
    ),
    message(
        "status-key-gone",
        "Your key is missing: it was only in a program of this computer, could not be copied, and"
        " is not found any more. For new mail you need a new certificate.",
    ),
    message(
        "status-no-program",
        "No mail program on this computer can use your certificate yet. Your key is kept safe in"
        " Sêl. Set up classic Outlook, Mail on a Mac or Thunderbird, and start it once.",
    ),
    message(
        "status-cannot-back-up",
        "Your key cannot be copied: whoever put it on this computer made it so. If the computer"
        " breaks, mail encrypted to it stays shut. Ask your IT team whether they keep a copy.",
    ),
    message(
        "status-locked",
        "Your keys are closed. Type your passphrase for Sêl to see whether they are backed up.",
    ),
    message(
        "status-no-backup",
        "One thing is missing: a backup. Without one, nobody can open your encrypted mail if this"
        " computer breaks.",
    ),
    message(
        "status-backup-damaged",
        "Your backup was found damaged or replaced on {found}. Make a new one now.",
    ),
    plural(
        "status-backup-missing",
        "{n} key is in no tested backup. Make a new backup.",
        "{n} keys are in no tested backup. Make a new backup.",
    ),
    plural(
        "status-ends",
        "Your certificate ends in {n} day, on {until}. Get a new one before then.",
        "Your certificate ends in {n} days, on {until}. Get a new one before then.",
    ),
    message(
        "status-renewing",
        "You asked for a new certificate on {since}. When the answer comes, give the file to Sêl.",
    ),
    message(
        "status-backup-stale",
        "Your backup was last tested on {verified}. Test it again, or make a new one.",
    ),
    message("status-almost", "Almost ready: one thing to do in your mail program."),
    message(
        "status-good", "Everything is ready and tested. Your certificate works until {until}."
    ),
)

_STEPS = (
    message("step-certificate", "{email}, until {until}"),
    plural(
        "step-certificate-ends",
        "{email}: ends in {n} day, on {until}",
        "{email}: ends in {n} days, on {until}",
    ),
    message(
        "step-certificate-renewing",
        "{email}, until {until}; new one asked for on {since}",
    ),
    message("step-certificate-starts", "here; can be used from {starts}"),
    message("step-certificate-waiting", "form made on {since}, waiting for the answer"),
    message("step-certificate-ended", "expired on {ended}; old mail still opens"),
    message("step-certificate-none", "none yet"),
    message("step-ready", "{stores}"),
    message("step-certificate-gone", "{email}, until {until}; its key is missing"),
    message("step-ready-unseen", "{stores}; could not be looked into now: {unseen}"),
    message("step-ready-missing", "key missing: {lost}"),
    message("step-ready-missing-some", "{stores}; key missing: {lost}"),
    message(
        "step-ready-missing-no-program", "key missing: {lost}; no mail program here can use it"
    ),
    message("step-ready-none", "in no mail program yet"),
    message("step-ready-no-program", "no mail program here can use it"),
    message("step-backup", "tested on {verified}"),
    message("step-backup-cannot", "none: the key cannot be copied"),
    message("step-backup-none", "none yet"),
    message("step-backup-damaged", "found damaged or replaced on {found}"),
    message("step-backup-unknown", "not known while your keys are closed"),
    message("step-backup-by-it", "your IT team keeps a copy"),
    plural("step-backup-missing", "{n} key is in no backup", "{n} keys are in no backup"),
    message("step-backup-stale", "last tested on {verified}: test it again"),
    message("step-mail-tested", "tested by you"),
    message("step-mail-untested", "not tested: write yourself one mail"),
    message("step-colleagues-none", "nobody yet"),
)

_NOTICES = (
    message("lost-some", "{lost_kind}"),
    message("lost-number", "{lost_kind} ({number})"),
    message(
        "book-recovered",
        "Sêl's data was damaged; everything came back. The damaged file was kept: {set_aside}",
        hint="Make a new backup now.",
    ),
    message(
        "book-recovered-partly",
        "Sêl's data was damaged and part of it did not come back. Lost: {lost}. The damaged file"
        " was kept: {set_aside}",
        hint="Look through your certificates, restore your backup if one is missing, and make a"
        " new backup.",
    ),
    message(
        "certificate-renewed",
        "Your new certificate is in use, but your colleagues still have the old one: {email}",
        hint="Until they have the new one, they go on encrypting to the old.",
    ),
    message(
        "address-changed",
        "You now write as {now}; your certificate is for {was}.",
        hint="Your signature would not match your address. Get a certificate for the new address;"
        " your old key stays and opens old mail.",
    ),
    message(
        "address-changed-asked",
        "You now write as {now}; you asked for a certificate for it on {since}. Until it comes you"
        " have the one for {was}.",
        hint="When the answer comes, give the file to Sêl.",
    ),
    message(
        "key-cannot-be-copied",
        "This key cannot be copied, and no backup can hold it: {emails}",
        hint="Whoever put it on this computer made it so. Ask your IT team whether they keep a"
        " copy.",
    ),
    message(
        "key-was-only-here",
        "This key was only here and could not be copied; it is no longer found: {emails}",
        hint="Mail that was encrypted to it opens only where the key still is. Ask your IT team"
        " whether they keep a copy.",
    ),
    message(
        "policy-unknown-keys",
        "Your organisation's settings have parts that this Sêl does not know: {keys} ({origin})",
        hint="Tell your IT team: a newer Sêl may know them.",
    ),
    plural(
        "keys-lost",
        "{n} key was sealed before you began anew, and does not open.",
        "{n} keys were sealed before you began anew, and do not open.",
        hint="Get them back from a backup.",
    ),
    message(
        "keyring-forgot-key",
        "This computer's password store has forgotten what opens your keys. Your passphrase for"
        " Sêl still does.",
        hint="Type it once, and this computer opens your keys by itself again.",
    ),
    message(
        "keys-shut",
        "Your keys cannot be opened at the moment: {why}",
        hint="Nothing is lost. Sign in to this computer again, then try once more.",
    ),
)

ENTRIES = (*_SENTENCES, *_STEPS, *_NOTICES)
