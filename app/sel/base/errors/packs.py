"""Exit 3: a school pack that is not taken in; nothing of it was used."""

from __future__ import annotations

from sel.base.errors.files import InputError


class NotAPack(InputError):
    """A school pack was wanted."""

    code = "not-a-pack"


class PackAltered(InputError):
    """The signature does not hold, or there is not exactly one."""

    code = "pack-altered"


class PackBroken(InputError):
    """Signed as it is, but not in the form of a pack. facts: entry"""

    code = "pack-broken"


class PackNewer(InputError):
    """A pack of a form that this version does not know. facts: found, known"""

    code = "pack-newer"


class PackExpired(InputError):
    """facts: ended"""

    code = "pack-expired"


class PackNotYet(InputError):
    """Issued in the future: the clock here is wrong, or theirs. facts: begins"""

    code = "pack-not-yet"


class PackOlder(InputError):
    """An edition that came before what is here. facts: number, held"""

    code = "pack-older"


class PackSignerUnknown(InputError):
    """Nobody here has said that this signer may send packs. facts: signer, check_code"""

    code = "pack-signer-unknown"


class PackOtherSigner(InputError):
    """This pack was signed by another before. facts: signer, held"""

    code = "pack-other-signer"


class PackNumberUsed(InputError):
    """The same number with other content. facts: number"""

    code = "pack-number-used"


class PackSignerEnded(InputError):
    """The signer's certificate was not valid when the pack was made. facts: signer, ended"""

    code = "pack-signer-ended"


class PackOfAnother(InputError):
    """The edition before was signed with a key that is not in this book. facts: signer"""

    code = "pack-of-another"


class UnknownPack(InputError):
    """facts: id"""

    code = "unknown-pack"
