"""The list of parts (SBOM, CycloneDX 1.6, JSON) of a release, from the locked requirements.

    sbom.py OUT [PYTHON_VERSION]

The same commit gives the same bytes: no time, and a serial number that comes from the content.
Licences are those of resources/licences/packages.json. PYTHON_VERSION is of the Python that is
packed, by default the one that runs this.
"""

from __future__ import annotations

import json
import platform
import re
import sys
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(Path(__file__).resolve().parent))

from locked import Locked, read  # noqa: E402

LICENCES = ROOT / "resources" / "licences" / "packages.json"
_SPACE = uuid.UUID("6ba7b812-9dad-11d1-80b4-00c04fd430c8")  # RFC 9562 6.6, namespace OID


def document(
    version: str, packages: Sequence[Locked], licences: Mapping[str, str], python: str
) -> dict[str, Any]:
    """The whole document. licences: SPDX expression by name of package."""
    ours = f"sel@{version}"
    parts = [_python(python), *(_part(each, licences) for each in packages)]
    references = {each.name: _purl(each) for each in packages}
    shape: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": ours,
                "name": "Sel",
                "version": version,
                "description": "A desktop assistant for S/MIME certificates",
                "licenses": [{"expression": "MIT"}],
            }
        },
        "components": parts,
        "dependencies": _dependencies(ours, packages, references, parts[0]["bom-ref"]),
    }
    whole = json.dumps(shape, sort_keys=True)
    return {**shape, "serialNumber": f"urn:uuid:{uuid.uuid5(_SPACE, whole)}"}


def _part(package: Locked, licences: Mapping[str, str]) -> dict[str, Any]:
    purl = _purl(package)
    part: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": package.name,
        "version": package.version,
        "purl": purl,
        "licenses": [{"expression": licences[package.name]}],
    }
    properties = [{"name": "sel:file:sha256", "value": each} for each in package.hashes]
    if package.when:
        properties.insert(0, {"name": "sel:wanted-if", "value": package.when})
    return part | {"properties": properties}


def _python(version: str) -> dict[str, Any]:
    return {
        "type": "platform",
        "bom-ref": f"pkg:generic/python@{version}",
        "name": "Python",
        "version": version,
        "purl": f"pkg:generic/python@{version}",
        "licenses": [{"expression": "PSF-2.0"}],
    }


def _purl(package: Locked) -> str:
    """package-url: names of PyPI in lower case, with hyphens."""
    return f"pkg:pypi/{re.sub(r'[-_.]+', '-', package.name)}@{package.version}"


def _dependencies(
    ours: str, packages: Sequence[Locked], references: Mapping[str, str], python: str
) -> list[dict[str, Any]]:
    direct = [references[each.name] for each in packages if each.direct]
    tree = [{"ref": ours, "dependsOn": sorted([python, *direct])}, {"ref": python}]
    for one in packages:
        needs = sorted(references[each.name] for each in packages if one.name in each.via)
        tree.append({"ref": references[one.name]} | ({"dependsOn": needs} if needs else {}))
    return tree


def licences() -> dict[str, str]:
    """SPDX expressions by name of package."""
    listed = json.loads(LICENCES.read_text("utf-8"))
    return {each["name"]: each["licence"] for each in listed}


def version() -> str:
    """Of the sources beside this script."""
    text = (ROOT / "app" / "sel" / "__init__.py").read_text("utf-8")
    found = re.search(r'^__version__ = "(.*)"', text, re.MULTILINE)
    assert found is not None
    return found[1]


def main(arguments: list[str]) -> int:
    """Write the document; 0, or 2 for a wrong call."""
    if len(arguments) not in {1, 2}:
        print(__doc__)
        return 2
    python = arguments[1] if len(arguments) == 2 else platform.python_version()
    packages = read(ROOT / "requirements" / "run.txt")
    shape = document(version(), packages, licences(), python)
    text = json.dumps(shape, indent=2, ensure_ascii=False)
    Path(arguments[0]).write_text(f"{text}\n", "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
