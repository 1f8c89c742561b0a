"""The root of all errors that a person can act on."""

from __future__ import annotations

from typing import ClassVar

from sel.base.message import Message


class SelError(Exception):
    """Something a person can act on. Never carries a secret."""

    code: ClassVar[str] = "unknown"
    exit_status: ClassVar[int] = 4

    def __init__(self, *, detail: str = "", **facts: object) -> None:
        self.what = Message(self.code, facts)
        self.detail = detail
        super().__init__(f"{self.code} {facts} {detail}".rstrip())
