"""Reads the accessibility tree of the window for the tests: one question a line, one answer.

Runs with the system's Python, which has gi; knows nothing of Sêl. A question is JSON
{"name": …, "role": …} (role may be null, name "" asks for everything); the answer is a list of
what is on the screen: role, name, description, place (x, y, width, height) and states.
"""

import json
import sys
import warnings

warnings.simplefilter("ignore", DeprecationWarning)

import gi  # noqa: E402  the system's own

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

ISOLATES = "\u2068\u2069"  # round names from outside; nobody sees or hears them
STATES = ("FOCUSED", "ENABLED", "CHECKED", "EDITABLE", "FOCUSABLE")


def described(thing):
    """One thing on the screen, or None if it is not shown."""
    states = thing.get_state_set()
    if not states.contains(Atspi.StateType.SHOWING):
        return None
    place = thing.get_extents(Atspi.CoordType.SCREEN)
    texts = thing.get_role_name() == "text"
    return {
        "text": Atspi.Text.get_text(thing, 0, -1) if texts else "",
        "role": thing.get_role_name(),
        "name": thing.get_name().strip(ISOLATES),
        "description": thing.get_description(),
        "place": [place.x, place.y, place.width, place.height],
        "states": [name for name in STATES if states.contains(getattr(Atspi.StateType, name))],
    }


def walk(thing):
    """Everything below `thing` that is shown."""
    for number in range(thing.get_child_count()):
        child = thing.get_child_at_index(number)
        if child is None:
            continue
        told = described(child)
        if told is not None:
            yield told
            yield from walk(child)


def everything():
    """Everything of every program on this desk."""
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        program = desktop.get_child_at_index(number)
        if program is not None:
            yield from walk(program)


def main():
    """Answer until the questions end."""
    Atspi.init()
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            found = [
                each
                for each in everything()
                if (not asked["name"] or each["name"] == asked["name"])
                and asked["role"] in (None, each["role"])
            ]
        except GLib.GError:
            found = []  # something vanished while it was read
        print(json.dumps(found), flush=True)


main()
