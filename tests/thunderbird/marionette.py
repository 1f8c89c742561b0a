"""A client of Mozilla's Marionette: scripts run inside a real Thunderbird, over 127.0.0.1.

The protocol (version 3) is messages `LENGTH:JSON`; a command is `[0, id, name, parameters]` and
its answer `[1, id, error, result]`. The server is part of Thunderbird itself.
"""

from __future__ import annotations

import json
import socket
from typing import Any

_LOOPBACK = "127.0.0.1"
PATIENCE = 30.0
"""Seconds after which nothing more is expected of a Thunderbird."""


class ScriptFailed(AssertionError):
    """What Thunderbird answered instead of a result."""


class Marionette:
    """One session with one running Thunderbird; its scripts see everything that it sees itself."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection((_LOOPBACK, port), timeout=2 * PATIENCE)
        self._received, self._number = b"", 0
        hello = self._receive()
        assert hello["marionetteProtocol"] == 3, hello
        self._command("WebDriver:NewSession", {"capabilities": {}})
        self._command("Marionette:SetContext", {"value": "chrome"})
        self._command("WebDriver:SetTimeouts", {"script": int(PATIENCE * 1000)})

    def run(self, script: str, *arguments: object) -> Any:
        """What an asynchronous function with this body gives back; its arguments are `args`."""
        body = f"""
            const [...args] = arguments;
            const done = args.pop();
            (async () => {{ {script} }})().then(
                value => done({{value: value === undefined ? null : value}}),
                error => done({{error: String(error) + "\\n" + error.stack}}));
        """
        given = {"script": body, "args": list(arguments), "sandbox": "system"}
        answer = self._command("WebDriver:ExecuteAsyncScript", given)["value"]
        if "error" in answer:
            raise ScriptFailed(answer["error"])
        return answer["value"]

    def quit(self) -> None:
        """Let Thunderbird end as if its window had been closed."""
        self._command("Marionette:Quit", {"flags": ["eAttemptQuit"]})
        self._socket.close()

    def close(self) -> None:
        """Let go of it; it runs on."""
        self._socket.close()

    def _command(self, name: str, parameters: dict[str, object]) -> Any:
        self._number += 1
        text = json.dumps([0, self._number, name, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(text), text))
        kind, number, error, result = self._receive()
        assert (kind, number) == (1, self._number), (kind, number)
        if error:
            raise ScriptFailed(f"{name}: {error}")
        return result

    def _receive(self) -> Any:
        head, colon, rest = self._received.partition(b":")
        while not colon or len(rest) < int(head):
            more = self._socket.recv(65536)
            assert more, "Thunderbird has gone"
            self._received += more
            head, colon, rest = self._received.partition(b":")
        size = int(head)
        self._received = rest[size:]
        return json.loads(rest[:size])
