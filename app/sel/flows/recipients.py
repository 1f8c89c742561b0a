"""Whom a mail is to, taken from a mail that was given; and a mail that is begun for them."""

from __future__ import annotations

from sel.base.errors import MailNamesNobody, WordsNotAdvised
from sel.core import letter, recipients
from sel.core.advice import Advice, Protection
from sel.core.advice.stepping import WORDS
from sel.core.letter import Mailbox
from sel.core.letter.draft import draft as unsent
from sel.flows import advising, letters
from sel.flows.advising import Asked
from sel.ports.services import Services

_OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def of_mail(data: bytes) -> tuple[str, ...]:
    """Those in To, Cc and Bcc of a mail (.eml, .msg), each once, in their normal form.

    Nothing is opened that is encrypted. Raises SeveralMails, NotAMail, MailNamesNobody, Damaged,
    TooLarge.
    """
    if data.startswith(_OUTLOOK):
        from sel.core.container import outlook_message

        found = outlook_message.addressees(data) or letter.addressees(letters.mail_in(data))
        addresses = recipients.named_in(";".join(found)).addresses
    else:
        addresses = letter.addressees(letters.one_of(data, None))
    if not addresses:
        raise MailNamesNobody()
    return recipients.joined((), addresses)


def begun(services: Services, asked: Asked, advice: Advice, language: str) -> bytes:
    """A mail that is not sent yet, to those asked about, with the subject words in one language.

    One that has to be split by family is addressed to nobody yet.
    Raises WordsNotAdvised if the words are not the answer for this mail, BadAddress.
    """
    if advice.recommended is not Protection.MESSAGE_ENCRYPTION:
        raise WordsNotAdvised()
    sender = asked.sender or advising.usual_sender(services)
    split = any(each.code == "split-by-family" for each in advice.steps)
    to = () if split else tuple(Mailbox("", each.address) for each in advice.recipients)
    return unsent(
        sender=Mailbox("", sender) if sender is not None else None,
        recipients=to,
        subject=WORDS[language == "cy"],
        text="\n",
    )
