"""Playing the scenes, and the files with what they show."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sel.base.message import Message
from sel.core.finding import Finding
from tests.core.golden import reading
from tests.flows.golden import scenes_backups, scenes_keys, scenes_mail, scenes_paths
from tests.flows.golden.world import World

FOLDER = Path(__file__).resolve().parent
DAY = datetime(2026, 11, 24, 12, tzinfo=UTC)
_PARTS = (scenes_backups, scenes_keys, scenes_mail, scenes_paths)
SCENES = {name: (part, scene) for part in _PARTS for name, scene in part.SCENES.items()}


def path_of(name: str) -> Path:
    """Where its file is."""
    return FOLDER / f"{name}.txt"


def finds(name: str) -> tuple[str, ...]:
    """What the file wants: "level code" in the order of the flow."""
    lines = path_of(name).read_text("utf-8").splitlines()
    (wanted,) = (line.removeprefix("# finds: ") for line in lines if line.startswith("# finds: "))
    return tuple(wanted.split(", "))


def shown(name: str, world: World) -> str:
    """The whole file, as it is today."""
    part, scene = SCENES[name]
    found = [_fixed(each, world.folder) for each in scene(world)]
    file = f"{part.__name__.rpartition('.')[2]}.py"
    head = [
        f"# Shown by {file}; nothing of what it makes is kept.",
        f"# finds: {', '.join(reading.short(tuple(found)))}",
    ]
    return "\n".join([*head, *(_told(each) for each in found)]) + "\n"


def _told(finding: Finding) -> str:
    first, *words = reading.said((finding,)).splitlines()
    facts = [f"{name} ({type(value).__name__})" for name, value in finding.what.facts.items()]
    return "\n".join([first, f"facts: {', '.join(facts) or 'none'}", *words])


def _fixed(finding: Finding, folder: Path) -> Finding:
    facts = {name: _fact(name, value, folder) for name, value in finding.what.facts.items()}
    return replace(finding, what=Message(finding.code, facts))


def _fact(name: str, value: object, folder: Path) -> object:
    if isinstance(value, datetime):
        return DAY
    if name == "year":
        return str(DAY.year)
    return value.replace(str(folder), "FOLDER") if isinstance(value, str) else value


def write() -> list[str]:
    """Every file anew, missing ones too; those that find something else than before stay.

    What is wrong, a line each.
    """
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        for name in SCENES:
            today, path = shown(name, world), path_of(name)
            wanted = finds(name) if path.exists() else None
            now = tuple(today.splitlines()[1].removeprefix("# finds: ").split(", "))
            if wanted not in {None, now}:
                wrong.append(f"{name}: {', '.join(now)}, not {', '.join(wanted or ())}")
            else:
                path.write_text(today, "utf-8")
    return wrong
