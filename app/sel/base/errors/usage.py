"""Exit 2: the command line, or what was typed into a form, is wrong."""

from __future__ import annotations

from sel.base.errors.root import SelError


class UsageError(SelError):
    """The request itself makes no sense."""

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
