"""The files that Sêl offers itself for, as lines of registry for product.wxs.

    python installer/windows/offers.py product.wxs >FILE

Kinds and endings are read from setup.nsi, so that both installers offer the same. Where there is
one language for a whole computer, the kinds are named in English.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from xml.sax.saxutils import quoteattr

HERE = Path(__file__).resolve().parent
SETUP = (HERE / "setup.nsi").read_text("utf-8")
WORDS = (HERE / "words.nsh").read_text("utf-8")


def value(key: str, text: str, name: str = "") -> str:
    """One value of the registry, `name` empty for the key's own."""
    named = f" Name={quoteattr(name)}" if name else ""
    return (
        f'<RegistryValue Root="HKLM" Key={quoteattr(key)}{named} Type="string"'
        f" Value={quoteattr(text)}/>"
    )


def kinds() -> dict[str, str]:
    """Program identifiers and what Explorer calls such a file."""
    english = dict(re.findall(r'!insertmacro SAY (\w+) "([^"]+)" "', WORDS))
    found = re.findall(r'!insertmacro KIND "([\w.]+)" "\$\((\w+)\)"', SETUP)
    return {program: english[word] for program, word in found}


def endings() -> dict[str, str]:
    """Endings of file names and their program identifiers."""
    return dict(re.findall(r'!insertmacro \$\{DO\} "(\.\w+)" "([\w.]+)"', SETUP))


def lines() -> list[str]:
    """All of it."""
    made = []
    for program, words in kinds().items():
        key = f"Software\\Classes\\{program}"
        made.append(value(key, words))
        made.append(value(f"{key}\\DefaultIcon", '"[INSTALLDIR]Sel.exe",0'))
        command = '"[INSTALLDIR]Sel.exe" --open "%1"'
        made.append(value(f"{key}\\shell\\open\\command", command))
    for ending, program in endings().items():
        made.append(value(f"Software\\Classes\\{ending}\\OpenWithProgids", "", program))
        made.append(value("Software\\Sel\\Capabilities\\FileAssociations", program, ending))
    return made


def main(template: Path) -> None:
    """Print the template with the lines in their place."""
    text = template.read_text("utf-8")
    print(text.replace("@KINDS@", "\n            ".join(lines())), end="")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
