"""The second test: does the person's mail program open their mail?

Sêl makes a mail to the person with two random words inside the encrypted text, and knows nothing
of them afterwards but an HMAC under a key that comes of the book key. Who can say the words has
read the mail in a program that opens it: nothing more is claimed. One test at a time.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sel.base.errors import NotTheTestMail, WordTestOver, WrongWords
from sel.base.secret import Secret
from sel.core import letter, passphrase
from sel.core.passphrase import Language
from sel.core.people.folding import folded
from sel.ports.services import Services

TICK: Final = "mail-opens"
"""Among the person's ticks: the program they read in was seen to open their mail."""

TRIES: Final = 3
LIFE: Final = timedelta(hours=24)
_DRAFT: Final = "word-test"
_WORDS: Final = 2


@dataclass(frozen=True, slots=True)
class Made:
    """eml: the mail; to: the one address it is for; until: the words count no longer."""

    eml: bytes
    to: str
    until: datetime


@dataclass(frozen=True, slots=True)
class _Test:
    """What is kept: the mail by `letter.sealed_digest`, the mark of its words, what is left."""

    mail: bytes
    mark: bytes
    until: datetime
    left: int


def make(
    services: Services, *, language: Language, subject: str, text: Callable[[str], str]
) -> Made:
    """A mail to oneself with two words; a test that was begun before is over.

    text  puts the words into the text of the mail, the only place where they stand
    Raises as `letters.write`, and on use of the book key.
    """
    from sel.flows import letters

    listed = passphrase.words(language)
    chosen = " ".join(secrets.SystemRandom().sample(listed, _WORDS))
    written = letters.write(services, to=(), subject=subject, text=text(chosen), alone=True)
    mail = letter.sealed_digest(written.eml)
    assert mail is not None  # it was just encrypted
    until = services.clock.now() + LIFE
    mark = services.book().mark(_marked(mail, Secret(chosen)))
    _keep(services, _Test(mail, mark, until, TRIES))
    return Made(written.eml, written.sender, until)


def answer(services: Services, data: bytes, words: Secret) -> None:
    """Say the words that stand in the mail; if they do, it is noted that the program opens mail.

    data  the mail of the test, as it was made or as the program has saved it
    Raises WordTestOver without a test (none begun, its day is over, the third wrong answer, or
    Sêl has opened the mail itself), NotTheTestMail, WrongWords, NotAMail, Damaged, and on use of
    the book key.
    """
    from sel.flows import letters

    digest = letter.sealed_digest(letters.mail_in(data))
    test = _open(services)
    if test is None:
        raise WordTestOver()
    if digest != test.mail:
        raise NotTheTestMail()
    mark = services.book().mark(_marked(test.mail, words))
    # The try is used up before the answer is looked at: whoever stops here gains none.
    left = test.left - 1
    _keep(services, replace(test, left=left) if left else None)
    if not hmac.compare_digest(mark, test.mark):
        raise WrongWords(n=left) if left else WordTestOver()
    _keep(services, None)
    preferences = services.preferences()
    known = preferences.read()
    preferences.keep(replace(known, ticks=known.ticks | {TICK}))


def begun(services: Services) -> datetime | None:
    """Until when the words of the test that is under way count; None without one."""
    test = _open(services)
    return None if test is None else test.until


def void(services: Services, mail: bytes) -> None:
    """Sêl is about to open a mail: if it is the one of the test, its words prove nothing more.

    Raises as `letter.sealed_digest`; BookUnwritable and the like if that cannot be noted.
    """
    if not services.data.is_dir():
        return
    test = _kept(services)
    if test is not None and letter.sealed_digest(mail) == test.mail:
        _keep(services, None)


def _marked(mail: bytes, words: Secret) -> bytes:
    """Accents, capitals and spaces are not what is tested."""
    return mail + " ".join(folded(words.reveal_text()).split()).encode()


def _open(services: Services) -> _Test | None:
    test = _kept(services)
    if test is not None and services.clock.now() >= test.until:
        _keep(services, None)
        return None
    return test


def _kept(services: Services) -> _Test | None:
    text = services.book().draft(_DRAFT)
    if text is None:
        return None
    try:
        kept: dict[str, Any] = json.loads(text)
        return _Test(
            bytes.fromhex(kept["mail"]),
            bytes.fromhex(kept["mark"]),
            datetime.fromisoformat(kept["until"]),
            int(kept["left"]),
        )
    except (ValueError, TypeError, KeyError):
        return None


def _keep(services: Services, test: _Test | None) -> None:
    if test is None:
        services.book().keep_draft(_DRAFT, None)
        return
    shape = {
        "mail": test.mail.hex(),
        "mark": test.mark.hex(),
        "until": test.until.isoformat(),
        "left": test.left,
    }
    services.book().keep_draft(_DRAFT, json.dumps(shape))
