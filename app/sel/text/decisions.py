"""A value that an organisation decided, in words."""

from __future__ import annotations

from typing import Any

from sel.base.message import Message
from sel.core.policy.schema import Form, Setting
from sel.text.speaker import Speaker


def title(speaker: Speaker, key: str) -> str:
    """What the value is about."""
    return speaker.message(Message(f"rule.{key}"))


def value(speaker: Speaker, setting: Setting, plain: Any) -> str:
    """The value itself. plain: as `flows.managed.plain` gives it."""
    match setting.form:
        case Form.FLAG:
            return speaker.say("rule-on", "on") if plain else speaker.say("rule-off", "off")
        case Form.LIST if plain is not None:
            if setting.options:
                plain = [_option(speaker, setting, each) for each in plain]
            return speaker.listed(plain) if plain else speaker.say("rule-empty", "none")
        case Form.CHOICE if plain is not None:
            return _option(speaker, setting, plain)
        case _:
            return str(plain) if plain not in {None, ""} else speaker.say("rule-unset", "not set")


def _option(speaker: Speaker, setting: Setting, option: str) -> str:
    return speaker.message(Message(f"rule.{setting.key}.{option}"))
