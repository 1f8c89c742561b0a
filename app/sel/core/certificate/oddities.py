"""What can be odd about a certificate that is read all the same: codes for the judgement."""

from __future__ import annotations

from typing import Final

NOT_DER: Final = "not-der"
WRITTEN_DEFAULT: Final = "default-written-out"
VERSION_1: Final = "version-1"
VERSION_ODD: Final = "version-unknown"
VERSION_EXTENSIONS: Final = "extensions-in-old-version"
NEGATIVE_SERIAL: Final = "negative-serial"
LONG_SERIAL: Final = "serial-too-long"
DUPLICATE: Final = "duplicate-extension"
NO_EXTENSIONS: Final = "empty-extensions"
BROKEN_EXTENSION: Final = "unreadable-extension"
BAD_TIME: Final = "bad-time"
TIME_FORM: Final = "time-form"
TELETEX_NAME: Final = "teletex-name"
OLD_NAME: Final = "old-string-name"
BAD_TEXT: Final = "bad-text"
ALGORITHMS_DIFFER: Final = "algorithms-differ"
UNUSED_BITS: Final = "unused-bits"

ODDITIES: Final = (
    # The encoding is BER where DER is asked for (RFC 5280 4.1): indefinite or needlessly long
    # lengths, strings in segments, BOOLEANs other than 00 and FF, INTEGERs with a useless octet.
    NOT_DER,
    # A DEFAULT is written out, `critical FALSE` for instance (X.690 11.5). Common and harmless.
    WRITTEN_DEFAULT,
    # X.509 version 1 or 2: no extensions, so nothing says what it may be used for (4.1.2.1).
    VERSION_1,
    # A version that no standard knows (4.1.2.1).
    VERSION_ODD,
    # Extensions in a certificate that says it is of version 1 or 2 (4.1.2.9).
    VERSION_EXTENSIONS,
    # A serial number below zero (4.1.2.2).
    NEGATIVE_SERIAL,
    # A serial number of more than 20 octets (4.1.2.2).
    LONG_SERIAL,
    # The same extension twice (4.2); the first one counts here.
    DUPLICATE,
    # A list of extensions with nothing in it (4.1: SIZE (1..MAX)).
    NO_EXTENSIONS,
    # An extension Sêl knows whose inside cannot be read; it allows nothing.
    BROKEN_EXTENSION,
    # A time without seconds, with an offset or a fraction, or of the 60th second (4.1.2.5).
    BAD_TIME,
    # GeneralizedTime for a year before 2050, which wants UTCTime (4.1.2.5).
    TIME_FORM,
    # A name in TeletexString; read as Latin-1, which is what programs write into it (4.1.2.4).
    TELETEX_NAME,
    # A name in BMPString or UniversalString (4.1.2.4: not for new certificates).
    OLD_NAME,
    # Text in a name or address with octets that its type does not allow (4.1.2.4, 4.2.1.6).
    BAD_TEXT,
    # Inside and outside the signature stand two different algorithms (4.1.1.2).
    ALGORITHMS_DIFFER,
    # keyUsage with set bits among those it says are unused (X.690 11.2); they do not count.
    UNUSED_BITS,
)
"""Every code of `CertificateFacts.oddities`, in the order they are told; RFC 5280 unless said."""


def in_order(found: set[str]) -> tuple[str, ...]:
    """The codes as `CertificateFacts` has them."""
    return tuple([code for code in ODDITIES if code in found]) if found else ()
