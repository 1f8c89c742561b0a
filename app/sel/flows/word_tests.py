"""The second test: does the person's mail program open their mail?

Sêl makes a mail to the person with two random words inside the encrypted text, and knows nothing
of them afterwards but an HMAC under a key that comes of the book key. Who can say the words has
read the mail in a program that opens it: nothing more is claimed. One test at a time.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sel.base.errors import NotTheTestMail, WordTestOver, WrongWords
from sel.base.secret import Secret
from sel.core import letter, passphrase
from sel.core.passphrase import Language
from sel.core.people.folding import folded
from sel.flows import letters
from sel.flows import word_test_kept as kept
from sel.ports.services import Services

TICK: Final = "mail-opens"
"""Among the person's ticks: the program they read in was seen to open their mail."""

TRIES: Final = 3
LIFE: Final = timedelta(hours=24)
_WORDS: Final = 2


@dataclass(frozen=True, slots=True)
class Made:
    """eml: the mail; to: the one address it is for; until: the words count no longer."""

    eml: bytes
    to: str
    until: datetime


def make(
    services: Services, *, language: Language, subject: str, text: Callable[[str], str]
) -> Made:
    """A mail to oneself with two words; a test that was begun before is over.

    text  puts the words into the text of the mail, the only place where they stand
    Raises as `letters.write`, and on use of the book key.
    """
    listed = passphrase.words(language)
    chosen = " ".join(secrets.SystemRandom().sample(listed, _WORDS))
    written = letters.write(services, to=(), subject=subject, text=text(chosen), alone=True)
    mail = letter.sealed_digest(written.eml)
    assert mail is not None  # it was just encrypted
    until = services.clock.now() + LIFE
    mark = services.book().mark(_marked(mail, Secret(chosen)))
    kept.keep(services, kept.Test(mail, mark, until, TRIES))
    return Made(written.eml, written.sender, until)


def answer(services: Services, data: bytes, words: Secret) -> None:
    """Say the words that stand in the mail; if they do, it is noted that the program opens mail.

    data  the mail of the test, as it was made or as the program has saved it
    Raises WordTestOver without a test (none begun, its day is over, the third wrong answer, or
    Sêl has opened the mail itself), NotTheTestMail, WrongWords, NotAMail, Damaged, and on use of
    the book key.
    """
    digest = letter.sealed_digest(letters.mail_in(data))
    while True:
        test = kept.under_way(services)
        if test is None:
            raise WordTestOver()
        if digest != test.mail:
            raise NotTheTestMail()
        mark = services.book().mark(_marked(test.mail, words))
        right = hmac.compare_digest(mark, test.mark)
        left = test.left - 1
        # Nothing is said before the try is used up; if another answer was quicker, or the test is
        # over meanwhile, it is judged by what is there now.
        if kept.swap(services, test, replace(test, left=left) if left and not right else None):
            break
    if not right:
        raise WrongWords(n=left) if left else WordTestOver()
    preferences = services.preferences()
    known = preferences.read()
    preferences.keep(replace(known, ticks=known.ticks | {TICK}))


def begun(services: Services) -> datetime | None:
    """Until when the words of the test that is under way count; None without one."""
    test = kept.under_way(services)
    return None if test is None else test.until


def _marked(mail: bytes, words: Secret) -> bytes:
    """Accents, capitals and spaces are not what is tested."""
    return mail + " ".join(folded(words.reveal_text()).split()).encode()
