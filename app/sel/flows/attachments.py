"""The parts of an opened mail as files: names made harmless, nothing written over."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sel.base.errors import OutputExists, OutputFailed
from sel.core.letter import Letter
from sel.ports.services import Services

_MOST_OF_ONE_NAME: Final = 1_000
_LONGEST: Final = 120
_ODD: Final = frozenset('<>:"|?*')
# Names that mean a device to Windows, with any ending (Microsoft, Naming Files).
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
)


def save(services: Services, letter: Letter, folder: Path) -> tuple[str, ...]:
    """Write text.txt and each attachment into a folder that is there; the names they got.

    What a mailing list has added to a signed mail goes to added.txt.
    What was encrypted on its way is not for other accounts of this computer (0600).
    Raises OutputFailed (also for a folder that is none), DiskFull.
    """
    if not folder.is_dir():
        reason = "not-a-folder" if folder.exists() else "no-folder"
        raise OutputFailed(path=str(folder), reason=reason)
    signed = letter.signed_part
    parts = [("text.txt", (signed or letter).text.encode())]
    if signed is not None:
        parts.append(("added.txt", letter.text.encode()))
        parts.extend((each.name, each.data) for each in signed.attachments)
    parts.extend((each.name, each.data) for each in letter.attachments)
    return tuple(_write(services, folder, harmless(name), data) for name, data in parts)


def harmless(name: str) -> str:
    """A plain file name: no folders, no control signs, nothing that Windows keeps for itself."""
    last = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join(sign if sign.isprintable() and sign not in _ODD else "_" for sign in last)
    clean = clean.strip(" .")[:_LONGEST] or "attachment"
    return f"_{clean}" if clean.partition(".")[0].lower() in _DEVICES else clean


def _write(services: Services, folder: Path, name: str, data: bytes) -> str:
    stem, dot, ending = name.rpartition(".")
    if not stem:
        stem, dot, ending = name, "", ""
    for number in range(1, _MOST_OF_ONE_NAME):
        free = name if number == 1 else f"{stem}-{number}{dot}{ending}"
        try:
            services.outputs.write(folder / free, data, replace=False, private=True)
        except OutputExists:
            continue
        return free
    raise OutputFailed(path=str(folder / name), reason="exists")
