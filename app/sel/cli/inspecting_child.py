"""The child called "inspect": says of files what they are, in words or as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sel.base.secret import Secret
from sel.cli import seeing
from sel.flows import ordinary
from sel.ports.children import Handler
from sel.text.speaker import Speaker

if TYPE_CHECKING:
    from sel.ports.services import Services

Build = Callable[[str, "Secret | None", "str | None"], "Services"]
"""data folder, passphrase of Sêl's own keys, file with managed settings"""


def handler(build: Build) -> Handler:
    """Verbs of `Children.side_by_side`.

    open  data, unlock, policy (as Build has them), passphrase, language, json
    each  things: paths; for each its entries as JSON or its lines, alone in a list if one of them
          has an error: what nearly all answers are costs the pipe least
    """
    inspector: list[_Inspector] = []

    def answer(verb: str, arguments: Mapping[str, Any]) -> Any:
        if verb == "open":
            inspector[:] = [_Inspector(build, **arguments)]
            return None
        return [inspector[0].look(path) for path in arguments["things"]]

    return answer


class _Inspector:
    def __init__(
        self,
        build: Build,
        *,
        data: str,
        unlock: bytes | None,
        policy: str | None,
        passphrase: bytes | None,
        language: str,
        json: bool,
    ) -> None:
        self._services = build(data, _secret(unlock), policy)
        self._passphrase = _secret(passphrase)
        self._speaker = Speaker(language)
        self._json = json

    def look(self, path: str) -> str | list[str]:
        texts, broken = [], False
        for seen in ordinary.look(self._services, Path(path), self._passphrase):
            texts.append(seeing.written(seen, self._speaker, json=self._json))
            broken |= seen.error is not None
        text = (",\n" if self._json else "").join(texts)
        return [text] if broken else text


def _secret(value: bytes | None) -> Secret | None:
    return None if value is None else Secret(value)
