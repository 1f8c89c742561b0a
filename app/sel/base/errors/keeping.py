"""Exit 4: the book, its keys or the keyring cannot be used."""

from __future__ import annotations

from sel.base.errors.surroundings import SurroundingsError


class KeyringUnavailable(SurroundingsError):
    """No keyring works here and there is no passphrase slot. facts: reason"""

    code = "keyring-unavailable"


class KeyringLocked(SurroundingsError):
    """The keyring is there but did not open."""

    code = "keyring-locked"


class KeyringForgot(SurroundingsError):
    """The keyring works but no longer has our entry."""

    code = "keyring-forgot"


class UnlockNeeded(SurroundingsError):
    """Only the passphrase slot is left and no passphrase was given. facts: reason"""

    code = "unlock-needed"


class BookKeyAtHand(SurroundingsError):
    """The book key was to be given up as lost, but it can be had."""

    code = "book-key-at-hand"


class WrongBookKey(SurroundingsError):
    """The book key at hand is not the one that sealed this. facts: book_key"""

    code = "wrong-book-key"


class DamagedKey(SurroundingsError):
    """A sealed key does not open although the book key is the right one. facts: id"""

    code = "damaged-key"


class BookNewer(SurroundingsError):
    """The book was written by a newer Sêl and is left untouched. facts: found, known"""

    code = "book-newer"


class BookDamaged(SurroundingsError):
    """The book is damaged and nothing readable is left. facts: path"""

    code = "book-damaged"


class BookBusy(SurroundingsError):
    """Another program held the book for too long. facts: seconds"""

    code = "book-busy"


class BookUnwritable(SurroundingsError):
    """The data folder or the book in it cannot be written. facts: path, reason"""

    code = "book-unwritable"


class SlotDamaged(SurroundingsError):
    """A slot of the book key has no shape or numbers we accept. facts: reason"""

    code = "slot-damaged"


class PlaceUnfit(SurroundingsError):
    """The data folder is where keys may not be (a network drive). facts: path, instead"""

    code = "place-unfit"


class ComputerForgets(SurroundingsError):
    """This computer loses the data folder at sign-out. facts: reason"""

    code = "computer-forgets"
