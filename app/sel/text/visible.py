"""Text from outside, made safe to look at."""

from __future__ import annotations

# Cc control, Cf format (bidi marks, zero width), Cs lone surrogates, Co private, Zl and Zp
# line and paragraph separators: none of them belongs into a name on one line.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


def visible(text: str) -> str:
    """`text` with every character that hides, turns round or breaks lines shown as its number.

    A certificate may carry a name that reads differently from what it is (right-to-left
    override, zero-width letters, line breaks). Soft hyphens go the same way.
    """
    if text.isprintable():  # which none of them is, and most text is nothing else
        return text
    return "".join(_shown(character) for character in text)


def visible_line(line: str) -> str:
    """A line of output without anything that steers a terminal or turns its text round.

    Tabs stay: they part what stands on it.
    """
    if line.isprintable():
        return line
    return "\t".join(map(visible, line.split("\t")))


def _shown(character: str) -> str:
    import unicodedata  # hardly any text has one of them

    if unicodedata.category(character) not in _HIDDEN:
        return character
    return f"\\u{{{ord(character):04X}}}"
