"""Exit 2: the command line, or what was typed into a form, is wrong."""

from __future__ import annotations

from sel.base.errors.root import SelError


class UsageError(SelError):
    """The request itself makes no sense; what about it, the subclasses say."""

    code = "usage"
    exit_status = 2


class QuestionUnanswered(UsageError):
    """A question was to be asked and there is no terminal and no --yes."""

    code = "question-unanswered"


class OneOutput(UsageError):
    """Standard output cannot carry a file and the JSON document both."""

    code = "one-output"


class NeedsFile(UsageError):
    """A backup is read back from its medium, so it has to be a file. facts: option"""

    code = "needs-file"


class BadAddress(UsageError):
    """facts: address"""

    code = "bad-address"


class BadHeader(UsageError):
    """A text would break out of its mail header field: line ends, control characters.

    facts: field
    """

    code = "bad-header"


class MessageEmpty(UsageError):
    """Somebody asked what a message means and gave none."""

    code = "message-empty"


class OptionMissing(UsageError):
    """An option that is needed here was not given. facts: option"""

    code = "option-missing"


class SeveralMails(UsageError):
    """A mail folder in one file, and nobody said which mail of it. facts: n"""

    code = "several-mails"


class NoSuchMail(UsageError):
    """facts: number, n (how many there are)"""

    code = "no-such-mail"


class FieldMissing(UsageError):
    """Something that has to be given is empty. facts: field"""

    code = "field-missing"


class TooLong(UsageError):
    """A text is longer than a certificate can hold. facts: field, limit (characters)"""

    code = "too-long"


class NotPrintable(UsageError):
    """A text holds control characters. facts: field"""

    code = "not-printable"


class BadCountry(UsageError):
    """No two-letter country code (ISO 3166). facts: country"""

    code = "bad-country"


class BadTime(UsageError):
    """No time in RFC 3339. facts: option, given"""

    code = "not-a-time"


class BadLifetime(UsageError):
    """A lifetime that ends before it begins, or begins after its authority ends.

    facts: starts, ends
    """

    code = "bad-lifetime"


class BadSerial(UsageError):
    """Neither a file nor a serial number in hexadecimal. facts: given"""

    code = "bad-serial"


class BadDigest(UsageError):
    """No SHA-256 in hexadecimal. facts: given"""

    code = "bad-digest"


class VariableUnset(UsageError):
    """An environment variable was named and does not exist. facts: variable"""

    code = "variable-unset"


class BadDirectory(UsageError):
    """Not the address of a directory. facts: url"""

    code = "bad-directory"


class TooShort(UsageError):
    """Too few letters to ask a directory for. facts: least"""

    code = "too-short"


class NobodyWrittenTo(UsageError):
    """Recipients were needed, and none was named."""

    code = "nobody-written-to"


class BadDomain(UsageError):
    """Not a domain that mail is written to. facts: domain"""

    code = "bad-domain"


class NoDomains(UsageError):
    """Domains were needed, and none was named."""

    code = "no-domains"


class TooManyDomains(UsageError):
    """More domains at once than are taken. facts: most"""

    code = "too-many-domains"


class OneDomainOnly(UsageError):
    """An option that is about a single domain, with several. facts: option"""

    code = "one-domain-only"


class WordsAlone(UsageError):
    """A test of words was to go to others, or to carry something."""

    code = "words-alone"
