"""Mail programs on this computer: what works in them, and what settings change."""

from __future__ import annotations

from sel.text.catalog.entry import message

_WORKS = (
    message(
        "works-windows",
        "It signs, encrypts and opens encrypted mail. It looks for your certificate in Windows.",
    ),
    message(
        "works-macos",
        "It signs, encrypts and opens encrypted mail. It looks for your certificate in the"
        " keychain of this Mac.",
    ),
    message(
        "works-thunderbird",
        "It signs, encrypts and opens encrypted mail. It keeps certificates in a store of its"
        " own.",
    ),
    message(
        "works-reading-only",
        "It opens encrypted mail. Your organisation has switched off signing and encrypting in"
        " it.",
    ),
    message(
        "works-unknown",
        "Whether it signs and encrypts here is not known: a setting gives that to another"
        " program or switches it off. Ask your IT team.",
    ),
    message(
        "works-unknown-new-outlook",
        "What new Outlook can do with your own certificate is not known for certain.",
    ),
    message(
        "no-mail-program",
        "No mail program was found on this computer. In a browser, mail that was encrypted to"
        " your certificate does not open.",
    ),
)

_NOTES = (
    message("program-no-account", "No account is set up in it yet."),
    message(
        "program-by-hand",
        "Sêl cannot put your certificate there itself: save it as a file and open the file on"
        " this computer.",
    ),
    message(
        "program-store-closed",
        "Sêl cannot put your certificate there at present: {reason}.",
    ),
    message(
        "outlook-switched-to-new",
        'Its switch "New Outlook" is on, so new Outlook opens in its place. Turn the switch off'
        " to use classic Outlook.",
    ),
    message(
        "new-outlook-way-back",
        'Classic Outlook is on this computer, too. Turn off the switch "New Outlook" at the top'
        " of the window to use it.",
    ),
    message(
        "new-outlook-alone",
        "Classic Outlook is known to work, and is not on this computer. Ask your IT team for it.",
    ),
    message(
        "thunderbird-never-started",
        "It was never started by you. Start it once and set up your account.",
    ),
)

_SETTINGS = (
    message(
        "outlook-older-fallback",
        "This older version may encrypt with 3DES where it does not know what the other side can"
        " do; newer ones use AES-256.",
    ),
    message("outlook-smime-outside", "Signed and encrypted mail goes to another program."),
    message("outlook-smime-off", "S/MIME is not among the kinds of mail that it may write."),
    message(
        "outlook-no-name-check",
        "It does not check that the address in a certificate is the address you write to.",
    ),
    message(
        "outlook-least-bits",
        "It refuses to encrypt with fewer than {bits} bits.",
    ),
    message("outlook-always-sign", "Every new mail is signed unless you change it."),
    message(
        "outlook-always-encrypt",
        "Every new mail is encrypted, so mail to people without a certificate does not go out"
        " at once.",
    ),
    message(
        "outlook-opaque-signing",
        "Signed mail goes out in a form that people without S/MIME cannot read.",
    ),
    message("outlook-asks-receipts", "Every signed mail asks for a secure receipt."),
    message("outlook-gives-no-receipts", "Secure receipts are never sent."),
    message("outlook-no-signature-warning", "It never warns of a signature that does not hold."),
    message("outlook-fips", "Only methods that FIPS allows are used."),
    message(
        "outlook-no-publishing",
        "You cannot publish your certificate in your organisation's address list yourself.",
    ),
    message(
        "outlook-fetches-lists",
        "Revocation lists are fetched whenever there is a network.",
    ),
    message(
        "outlook-list-needed",
        "A signature is shown as an error if no revocation list can be had.",
    ),
    message(
        "outlook-trust-needed",
        "A signature is shown as an error if its authority is not trusted on this computer.",
    ),
    message(
        "outlook-other-algorithm",
        "To people whose certificate does not say what their program can do, it encrypts with"
        " another method: {algorithm}.",
    ),
    message(
        "outlook-mac-compose-off",
        "Your organisation has switched off writing signed and encrypted mail.",
    ),
    message(
        "outlook-mac-order",
        "Your organisation has changed where certificates of others are looked for first.",
    ),
    message(
        "outlook-mac-no-keychain",
        "Your organisation has set that certificates of others are not looked for in the"
        " keychain.",
    ),
)

_NAMES = (
    message("mail-program-here", "{program} {version}"),
    message("program.outlook", "Classic Outlook"),
    message("program.new-outlook", "New Outlook"),
    message("program.outlook-mac", "Outlook for Mac"),
    message("program.apple-mail", "Apple Mail"),
    message("program.thunderbird", "Thunderbird"),
)

ENTRIES = (*_NAMES, *_WORKS, *_NOTES, *_SETTINGS)
