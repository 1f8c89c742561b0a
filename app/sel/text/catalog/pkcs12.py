"""What is found in a PKCS#12 file, and which programs will not open it."""

from __future__ import annotations

from sel.text.catalog.entry import message, plural

_COPY = "Make a copy that it opens."
_REWRAP = "Make a copy that opens there: sel rewrap FILE --for modern"

ENTRIES = (
    message(
        "not-for-old-devices",
        "Old devices cannot open a file of this kind: Windows before 10 (1709) and Server 2019,"
        " Macs before macOS 15, iPhones before iOS 18, Android before 14, GnuPG 2.2, Java before"
        " 8u301. Most of them will say that the password is wrong.",
        hint="If you need it there, make a copy for old devices.",
    ),
    message(
        "file-closed",
        "It is closed with a password (passphrase), so what is inside cannot all be shown.",
        hint="That is as it should be. With the password Sêl shows the rest.",
        command="That is as it should be. With --pass-file the rest is shown.",
    ),
    message(
        "file-without-mac",
        "This file has no seal of its own, so nobody can tell whether it was altered.",
        hint="If you can, get it again from where it came from.",
    ),
    message(
        "closed-to-windows",
        "No Windows is known to open a file of this kind; it will say that the password is wrong.",
        hint=_COPY,
        command=_REWRAP,
    ),
    message(
        "closed-to-apple",
        "Macs, iPhones and iPads do not open a file of this kind; they will say that the password"
        " is wrong.",
        hint=_COPY,
        command=_REWRAP,
    ),
    message(
        "closed-to-thunderbird",
        "Thunderbird and Firefox may not open this file and may say that the password is wrong."
        " Sêl can install it there.",
        hint=_COPY,
        command=_REWRAP,
    ),
    message(
        "thunderbird-takes-no-key",
        "Thunderbird takes no key at all from this file itself, because one of them has no"
        " certificate or is of a newer kind. Sêl can install the others there.",
        hint="Install them with Sêl.",
    ),
    message(
        "closed-to-java",
        "Programs written in Java may not open this file.",
        hint=_COPY,
        command=_REWRAP,
    ),
    message(
        "closed-to-old-openssl",
        "OpenSSL before 3.4 does not open this file.",
        hint=_COPY,
        command=_REWRAP,
    ),
    message(
        "needs-openssl-legacy",
        "OpenSSL 3 opens this file only with the option “-legacy”: its encryption is out of date.",
        hint=_COPY,
        command=_REWRAP,
    ),
    message(
        "closed-to-gnupg",
        "GnuPG 2.2 (gpgsm, Kleopatra) does not take the key out of this file.",
        hint=_COPY,
        command=_REWRAP,
    ),
    message(
        "file-pair-differs",
        "The file says that a key and a certificate belong together, and they do not: {name}",
        hint="Ask whoever made the file for the certificate of this key.",
    ),
    message(
        "file-key-broken",
        "A key in this file is damaged and was left out: {name}",
        hint="Get the file again from where it came from, or use another copy.",
    ),
    message(
        "file-certificate-broken",
        "A certificate in this file is damaged and was left out: {name}",
        hint="Get the file again from where it came from, or use another copy.",
    ),
    message(
        "file-key-unusable",
        "A key in this file was left out: {name}. {reason}",
        hint="Keep the file: the key stays in it.",
    ),
    plural(
        "file-keys-closed",
        "{n} key in this file has another password (passphrase), or is damaged, and was left out.",
        "{n} keys in this file have another password (passphrase), or are damaged, and were left"
        " out.",
        hint="Ask whoever made the file for the password of the key.",
    ),
    plural(
        "file-parts-closed",
        "{n} part of this file does not open with its password (passphrase) and was left out.",
        "{n} parts of this file do not open with its password (passphrase) and were left out.",
        hint="Get the file again from where it came from, or use another copy.",
    ),
    plural(
        "file-secrets-ignored",
        "{n} secret in this file is no key for mail and was passed over.",
        "{n} secrets in this file are no keys for mail and were passed over.",
        hint="Keep the file if another program needs them.",
    ),
    plural(
        "file-parts-ignored",
        "{n} part of this file is neither key nor certificate and was passed over.",
        "{n} parts of this file are neither keys nor certificates and were passed over.",
        hint="Keep the file if another program needs them.",
    ),
    plural(
        "file-strangers",
        "{n} certificate in this file belongs to none of its keys and to no authority; it was not"
        " taken in.",
        "{n} certificates in this file belong to none of its keys and to no authority; they were"
        " not taken in.",
        hint="If it is a colleague's, ask for it as a file of its own.",
    ),
)
