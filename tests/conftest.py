"""What holds for every test: it stays on this computer and touches nothing of the person's own.

Before anything of ours is imported, the environment is changed: an own, short-lived home, no
session bus, no display, one language. Tests that need a keyring or a screen start their own, or
run on a desk that was made for them (`tests/desk.sh`).
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

TESTS = Path(__file__).resolve().parent
CHECKOUT = TESTS.parent
GUARD = TESTS / "guard"

_ON_A_DESK_OF_OUR_OWN = os.environ.get("SEL_TEST_DESK") == "1"
_OF_THE_PERSON = (
    "DBUS_SESSION_BUS_ADDRESS",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "XAUTHORITY",
)
_NEVER = (
    "GNOME_KEYRING_CONTROL",
    "LANGUAGE",
    "OPENSSL_CONF",
    "PYTHON_KEYRING_BACKEND",
    "SSH_AUTH_SOCK",
    "SSL_CERT_FILE",
    "http_proxy",
    "https_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
)


def _hear_interrupts() -> None:
    """Whoever starts the tests in the background ignores Ctrl-C, and children would inherit it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _move_out() -> Path:
    """Give this process, and all it starts, a home that nobody lives in."""
    home = Path(tempfile.mkdtemp(prefix="sel-home-"))
    for name in _NEVER if _ON_A_DESK_OF_OUR_OWN else _NEVER + _OF_THE_PERSON:
        os.environ.pop(name, None)
    for variable, folder in {
        "XDG_DATA_HOME": ".local/share",
        "XDG_STATE_HOME": ".local/state",
        "XDG_CONFIG_HOME": ".config",
        "XDG_CACHE_HOME": ".cache",
        "XDG_RUNTIME_DIR": "run",
    }.items():
        (home / folder).mkdir(mode=0o700, parents=True)
        os.environ[variable] = str(home / folder)
    os.environ |= {"HOME": str(home), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # The checkout is what is tested, installed or not; children are guarded too.
    os.environ["PYTHONPATH"] = os.pathsep.join((str(GUARD), str(CHECKOUT / "app")))
    sys.path.insert(0, str(CHECKOUT / "app"))
    return home


_hear_interrupts()
_HOME = _move_out()

sys.path.insert(0, str(GUARD))
if str(GUARD) not in str(getattr(sys.modules.get("sitecustomize"), "__file__", "")):
    sys.modules.pop("sitecustomize", None)  # the system's own; processes of xdist have ours
import sitecustomize as guard  # noqa: E402  the path to it was made just now

hypothesis.settings.register_profile("quick", deadline=None, max_examples=40, database=None)
hypothesis.settings.register_profile(
    "ci", deadline=None, max_examples=60, derandomize=True, database=None, print_blob=True
)
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=2_000)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "quick")


@atexit.register
def leave_nothing_behind(made_by: int = os.getpid()) -> None:
    """Take the home away again; children that were forked in a test leave it to us."""
    if os.getpid() == made_by:
        shutil.rmtree(_HOME, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow ones first, so that no process is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture(autouse=True)
def stays_on_this_computer() -> Iterator[None]:
    """A test fails if it tried to leave, even where the code under test met that with silence."""
    guard.LEAVING.clear()
    yield
    assert guard.LEAVING == []


@pytest.fixture(scope="session", autouse=True)
def few_rounds() -> Iterator[None]:
    """Keys are derived with few rounds; see tests/rounds.py."""
    from tests.rounds import FEW, rounds

    with rounds(FEW):
        yield


@pytest.fixture
def as_shipped() -> Iterator[None]:
    """Keys are derived with the rounds that people get."""
    from tests.rounds import SHIPPED, rounds

    with rounds(SHIPPED):
        yield


@pytest.fixture(scope="session", autouse=True)
def roots_are_read_once() -> Iterator[None]:
    """The system's roots for mail; see tests/roots.py."""
    from tests.roots import read_once

    with read_once():
        yield


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Sêl's own data folder for one test (`--data`); Sêl makes it."""
    return tmp_path / "data"


@pytest.fixture
def home() -> Path:
    """The home of this test run; nobody's own."""
    return _HOME
