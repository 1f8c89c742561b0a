"""What Sel.app says of itself to macOS (Info.plist): languages, document types, privacy.

    python installer/macos/info.py OUT VERSION     write it as a property list

`installer/sel.spec` asks `info` for it. The texts that macOS shows before it lets a program into a
folder stand in en.lproj and cy.lproj beside this file.
"""

from __future__ import annotations

import plistlib
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
IDENTIFIER = "cymru.sel.Sel"
"""The app's identifier, and the domain of its managed preferences (`sel.policies.managed`)."""

OLDEST = "13.0"
"""The oldest macOS that Qt 6.12 runs on."""

LANGUAGES = ("en", "cy")
# Apple's names, or ours where Apple has none; endings without the dot.
_DOCUMENTS = (
    ("Certificate with its key", ("p12", "pfx"), "com.rsa.pkcs-12"),
    ("Certificates", ("p7b", "p7c"), "com.rsa.pkcs-7-certificates"),
    ("Certificate", ("cer", "crt", "der", "pem"), "public.x509-certificate"),
    ("Signed or encrypted mail", ("p7m", "p7s"), f"{IDENTIFIER}.smime"),
    ("Contact", ("vcf",), "public.vcard"),
)


def info(version: str) -> dict[str, Any]:
    """The whole Info.plist."""
    return {
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleName": "Sêl",
        "CFBundleDisplayName": "Sêl",
        "CFBundleExecutable": "Sel",
        "CFBundlePackageType": "APPL",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": list(LANGUAGES),
        "CFBundleDocumentTypes": [_document(*each) for each in _DOCUMENTS],
        "UTImportedTypeDeclarations": [_declaration()],
        "LSApplicationCategoryType": "public.app-category.utilities",
        "LSMinimumSystemVersion": OLDEST,
        "NSHighResolutionCapable": True,
        "NSSupportsAutomaticGraphicsSwitching": True,
        "NSHumanReadableCopyright": "MIT licence",
        **texts("en"),
    }


def _document(name: str, endings: tuple[str, ...], kind: str) -> dict[str, Any]:
    """A kind of file that Sêl can open. Alternate: offered, never taken from another program."""
    return {
        "CFBundleTypeName": name,
        "CFBundleTypeRole": "Viewer",
        "LSHandlerRank": "Alternate",
        "LSItemContentTypes": [kind],
        "CFBundleTypeExtensions": list(endings),
    }


def _declaration() -> dict[str, Any]:
    name, endings, kind = next(each for each in _DOCUMENTS if each[2].startswith(IDENTIFIER))
    return {
        "UTTypeIdentifier": kind,
        "UTTypeDescription": name,
        "UTTypeConformsTo": ["public.data"],
        "UTTypeTagSpecification": {
            "public.filename-extension": list(endings),
            "public.mime-type": ["application/pkcs7-mime", "application/pkcs7-signature"],
        },
    }


def texts(language: str) -> dict[str, str]:
    """What macOS tells people of a language about our wishes, by the name of the wish."""
    strings = (HERE / f"{language}.lproj" / "InfoPlist.strings").read_text("utf-8")
    pairs = re.findall(r'^"?(\w+)"? = "((?:[^"\\]|\\.)*)";$', strings, re.MULTILINE)
    return {name: text.replace('\\"', '"') for name, text in pairs}


def main(arguments: list[str]) -> int:
    """Write it; 2 for a wrong call."""
    if len(arguments) != 2:
        print(__doc__)
        return 2
    Path(arguments[0]).write_bytes(plistlib.dumps(info(arguments[1])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
