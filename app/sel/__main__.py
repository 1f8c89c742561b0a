"""Start Sêl: a hidden child, the command line, or the window."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit code is that of docs/cli.md."""
    given = list(sys.argv[1:] if argv is None else argv)
    _own_libraries_for_ourselves()
    if given[:1] == ["--child"]:
        from sel.base.later import later

        later("inspect")
        later("ipaddress")
        from sel import wiring

        return wiring.child(given[1] if len(given) > 1 else "")
    _no_core_dumps()
    if given == ["--version"]:
        from sel import __version__

        sys.stdout.write(f"sel {__version__}\n")
        return 0
    _open_streams()
    _utf8_streams()
    if given[:1] == ["--smoke"]:
        return _smoke(given[1:])
    if _window_wanted(given):
        return _window(given)
    heard = _hold_interrupts()
    from sel.base.later import later

    later("inspect")
    later("ipaddress")
    from sel import wiring
    from sel.cli.main import run

    return run(given, wiring.build, wiring.speaker(given), heard)


def _window_wanted(given: Sequence[str]) -> bool:
    """The window opens if only its own options are given, in a form it knows."""
    if not given:
        return True
    from sel.cli.groups import TAKE_A_VALUE

    rest = list(given)
    while rest:
        option = rest.pop(0)
        if option in TAKE_A_VALUE | {"--open"} and rest:
            rest.pop(0)
        elif option != "--no-network" and option.partition("=")[0] not in TAKE_A_VALUE - {option}:
            return False
    return True


def _window(given: Sequence[str]) -> int:
    from sel import wiring
    from sel.base.errors import NoDisplay, SelError

    if not _has_display():
        told = wiring.speaker(given).error(NoDisplay(), command=True)
        sys.stderr.write(f"{told.what}\n{told.hint}\n")
        return NoDisplay.exit_status
    from sel.ui import app, refusal
    from sel.ui.unlock import Unlocker

    typed = Unlocker()
    try:
        options = wiring.window_options(given, typed)
    except SelError as problem:
        refusal.show(problem, wiring.speaker(given))
        return problem.exit_status
    return app.run(options.services, language=options.language, unlocker=typed, file=options.file)


def _smoke(given: Sequence[str]) -> int:
    from sel import smoke, wiring

    return smoke.run(given, lambda data: wiring.build(data, lambda: None, False, ()))


def _hold_interrupts() -> Callable[[], None]:
    """Ctrl-C while the program still loads is kept until there are words to answer it.

    The function that is returned raises KeyboardInterrupt if there was one, and lets later ones
    through at once. Whoever started us to ignore them (nohup) is obeyed.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return lambda: None
    held: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _frame: held.append(number))

    def let_through() -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if held:
            raise KeyboardInterrupt

    return let_through


def _has_display() -> bool:
    """Qt ends the process with its own words where there is no screen; we say it in ours."""
    if not sys.platform.startswith("linux"):
        return True
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(each) for each in named)


def _own_libraries_for_ourselves() -> None:
    """Programs that a packed Sêl starts on Linux find the system's libraries, not those with it.

    What starts Python there (PyInstaller) puts our folder first for itself and all its children.
    """
    if getattr(sys, "frozen", False) and sys.platform.startswith("linux"):
        os.environ.pop("LD_LIBRARY_PATH", None)
        before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
        if before is not None:
            os.environ["LD_LIBRARY_PATH"] = before


def _no_core_dumps() -> None:
    """A crash must not write the memory of this process, with its secrets, to a disk."""
    try:
        import resource
    except ImportError:  # Windows writes none unless somebody asks for them
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _open_streams() -> None:
    """A stream that was closed outside becomes one to nowhere, and its number is taken.

    Else the next file to be opened, a book perhaps, would be standard output to a library.
    """
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(nowhere, mode, encoding="utf-8"))


def _utf8_streams() -> None:
    """Welsh letters reach a pipe or an old console as UTF-8, never as an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
