"""A language nobody speaks, some 40 % longer than English, to try layouts with."""

from __future__ import annotations

LANGUAGE = "xx"
_DRESSED = str.maketrans("aeiouwyAEIOUWY", "âêîôûŵŷÂÊÎÔÛŴŶ")
_GROWTH = 0.4


def longer(text: str) -> str:
    """`text` with Welsh accents and padding; placeholders and the mnemonic `&` stay."""
    from string import Formatter

    dressed: list[str] = []
    letters = 0
    for literal, name, spec, conversion in Formatter().parse(text):
        letters += len(literal)
        dressed.append(literal.translate(_DRESSED).replace("{", "{{").replace("}", "}}"))
        if name is not None:
            ending = f"!{conversion}" if conversion else ""
            ending += f":{spec}" if spec else ""
            dressed.append("{" + name + ending + "}")
    return "".join(dressed) + _padding(round(letters * _GROWTH))


def _padding(wanted: int) -> str:
    """`wanted` characters in words, so that lines can still break."""
    return (" llwyn" * (wanted // 6 + 1))[:wanted]
