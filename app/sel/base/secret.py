"""A value that must not be seen."""

from __future__ import annotations

from typing import NoReturn


class Secret:
    """Bytes that never show in repr, log, pickle or copy.

    Text is kept as UTF-8. Python cannot wipe immutable bytes; what this guards against is
    carelessness, not somebody who reads the memory of the process.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str | bytes | bytearray) -> None:
        self._value = value.encode() if isinstance(value, str) else bytes(value)

    def reveal(self) -> bytes:
        """The value itself; the caller lets go of it as soon as it can."""
        return self._value

    def reveal_text(self) -> str:
        """The value as text. Raises UnicodeDecodeError for what is not UTF-8."""
        return self._value.decode()

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return False
        import hmac  # most commands compare none

        return hmac.compare_digest(self._value, other._value)

    def __hash__(self) -> NoReturn:
        raise TypeError("a secret is not hashed")

    def __repr__(self) -> str:
        return "•••"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return "•••"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is neither pickled nor copied")
