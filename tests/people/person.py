"""Somebody at a desk: starts the program, looks at the screen, uses mouse and keyboard."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import polib

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0


class NotOnScreen(AssertionError):
    """What was waited for did not come; the screen is described."""


class Words:
    """The words of the program by their codes, as the person reads them."""

    def __init__(self, language: str) -> None:
        catalogue = polib.pofile(str(ROOT / "i18n" / "cy.po"))
        self._words = {
            entry.msgctxt: entry.msgid if language == "en" else entry.msgstr for entry in catalogue
        }

    def __call__(self, code: str, **facts: object) -> str:
        """The text, without its mnemonic."""
        return self._words[code].format(**facts).replace("&", "")


class Person:
    """One program and one pair of hands."""

    def __init__(self, folder: Path, language: str) -> None:
        self.words = Words(language)
        self.log = (folder / "program.log").open("wb")
        self.program = subprocess.Popen(
            [sys.executable, "-m", "sel", "--data", str(folder / "sel"), "--no-network"],
            stdout=self.log,
            stderr=subprocess.STDOUT,
            cwd=folder,
        )
        self.robot = subprocess.Popen(
            ["/usr/bin/python3", str(Path(__file__).with_name("robot.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        )

    def look(self, name: str = "", role: str | None = None) -> list[dict[str, Any]]:
        """What is on the screen by this name."""
        assert self.robot.stdin is not None
        assert self.robot.stdout is not None
        self.robot.stdin.write(json.dumps({"name": name, "role": role}) + "\n")
        self.robot.stdin.flush()
        return json.loads(self.robot.stdout.readline())

    def see(self, name: str, role: str | None = None, *, enabled: bool = False) -> dict[str, Any]:
        """Wait until it is on the screen (and can be used)."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self.program.poll() is None, self.output()
            for each in self.look(name, role):
                if each["place"][2] > 0 and (not enabled or "ENABLED" in each["states"]):
                    return each
            time.sleep(0.1)
        names = [f"{each['role']}: {each['name']}" for each in self.look() if each["name"]]
        raise NotOnScreen(f"{role} {name!r} is not among:\n" + "\n".join(names) + self.output())

    def read(self, code: str, role: str | None = None, **facts: object) -> dict[str, Any]:
        """Wait for a text of the program."""
        return self.see(self.words(code, **facts), role)

    def click(self, code: str, role: str | None = None) -> None:
        """Press what bears these words."""
        self.click_on(self.see(self.words(code), role, enabled=True))

    def click_on(self, thing: dict[str, Any]) -> None:
        """Press a thing in its middle; wait until it stands still."""
        for _ in range(20):
            time.sleep(0.1)
            now = self.see(thing["name"], thing["role"], enabled=True)
            if now["place"] == thing["place"]:
                break
            thing = now
        x, y, width, height = thing["place"]
        self.hands("mousemove", str(x + width // 2), str(y + height // 2), "click", "1")

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        self.hands("type", "--delay", "12", "--", text)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.hands("key", key)
            time.sleep(0.15)

    def fill(self, code: str, text: str) -> None:
        """Click a field and type into it."""
        self.click(code, "text")
        self.type(text)

    def fill_secret(self, code: str, text: str) -> None:
        """Click a field for a secret and type into it."""
        self.click(code, "password text")
        self.type(text)

    def choose_file(self, path: Path) -> None:
        """Type a path into the file dialog that has just opened."""
        self.read("qt-file-name")
        time.sleep(0.3)
        self.press("ctrl+a")
        self.type(str(path))
        self.press("Return")

    def hands(self, *arguments: str) -> None:
        """Mouse and keyboard of the screen."""
        subprocess.run(["xdotool", *arguments], check=True, timeout=60)

    def output(self) -> str:
        """What the program wrote, for a failed test."""
        self.log.flush()
        return "\n--- program ---\n" + Path(self.log.name).read_text(errors="replace")[-3000:]

    def close(self) -> int:
        """End the program as a session does that ends; its exit code."""
        if self.program.poll() is None:
            self.program.terminate()
        try:
            return self.program.wait(20)
        except subprocess.TimeoutExpired:
            self.program.kill()
            return self.program.wait()
        finally:
            assert self.robot.stdin is not None
            self.robot.stdin.close()
            self.robot.wait(10)
            self.log.close()
