"""Security.framework in memory, as far as Sêl uses it.

It stands where pyobjc's module stands, below the seam. A name that the wheel does not have is not
here either; arguments are held against the wheel's signatures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from tests.macos.behaviour import DOES, TYPES
from tests.macos.items import OK, Error, Identity, Key, Keychain
from tests.macos.metadata import framework


class FakeSecurity:
    """pyobjc's module.

    installed  paths of programs
    says_of_a_key_that_is_there  what an import answers: OK by Apple's source, DUPLICATE by some
    asked      which function used which key (its label) with a question to the person
    calls      every function in the order of calls
    """

    def __init__(self, *, installed: Sequence[str] = ()) -> None:
        self.login = Keychain(b"login.keychain-db")
        self.others: dict[bytes, Keychain] = {}
        self.installed = {path.encode() for path in installed}
        self.asked: list[tuple[str, str]] = []
        self.calls: list[str] = []
        self.preferences: dict[tuple[str, tuple[str, ...]], Identity] = {}
        self.says_of_a_key_that_is_there = OK
        self.trusted: dict[bytes, list[dict[str, Any]]] = {}
        self._faults: dict[str, tuple[int, int, bool]] = {}

    def fail(self, function: str, status: int, *, after: int = 0, always: bool = False) -> None:
        """Have a function fail after so many calls that do not; once, or always from then on."""
        assert function in framework().functions
        self._faults[function] = (status, after, always)

    def failed(self) -> bool:
        """Whether every fault that was ordered has been met."""
        return not self._faults

    def state(self) -> object:
        """All that is kept, to be compared."""
        return (
            sorted(each.der for each in self.login.certificates),
            sorted(each.spki for each in self.login.keys),
            {key: each.certificate.der for key, each in self.preferences.items()},
            {key: len(settings) for key, settings in self.trusted.items()},
        )

    def __getattr__(self, name: str) -> Any:
        known = framework()
        if name in TYPES:
            assert name in known.types
            return TYPES[name]
        if name in known.fixed:
            return known.fixed[name]
        if name in known.strings:
            return f"value of {name}"
        if name in known.functions:
            return self._function(name)
        if name in known.structs:
            return partial(self._filled, name)
        raise AttributeError(name)

    @staticmethod
    def _filled(name: str, **fields: object) -> dict[str, object]:
        assert set(fields) <= set(framework().structs[name])
        return fields

    def _function(self, name: str) -> Callable[..., Any]:
        declared = framework().functions[name]
        does = DOES[name]

        def call(*arguments: Any) -> Any:
            assert len(arguments) == len(declared.arguments), name
            inside = []
            for place, (argument, kind) in enumerate(
                zip(arguments, declared.arguments, strict=True)
            ):
                if place in declared.outs:
                    assert argument is None, name
                    continue
                match kind.lstrip("n"):
                    case "I" | "q":
                        assert isinstance(argument, int), name
                    case struct if struct.startswith("^{"):
                        assert isinstance(argument, dict), name
                    case "^t":
                        assert argument is None or isinstance(argument, bytes), name
                    case _:
                        assert kind == "@", (name, kind)
                inside.append(argument)
            self.calls.append(name)
            fault = self._fault(name)
            if fault is None:
                answer = does(self, *inside)
            elif declared.returns == "i":
                answer = (fault, *(None for _ in declared.outs))
            else:
                answer = (None, *(Error(fault) for _ in declared.outs))
            if not declared.outs:
                return answer[0] if isinstance(answer, tuple) else answer
            assert len(answer) == 1 + len(declared.outs), name
            return answer

        return call

    def _fault(self, name: str) -> int | None:
        if name not in self._faults:
            return None
        status, after, always = self._faults[name]
        if after:
            self._faults[name] = (status, after - 1, always)
            return None
        if not always:
            del self._faults[name]
        return status

    # --- what is looked for -------------------------------------------------------------------

    def keychains(self, query: dict[str, Any]) -> list[Keychain]:
        return list(query.get(self.kSecMatchSearchList) or [self.login, *self.others.values()])

    def identities(self, keychains: Sequence[Keychain]) -> list[Identity]:
        return [
            Identity(certificate, key)
            for chain in keychains
            for certificate in chain.certificates
            for key in chain.keys
            if key.spki == certificate.spki
        ]

    def use(self, function: str, key: Key) -> None:
        if None not in key.access:
            self.asked.append((function, key.label))
