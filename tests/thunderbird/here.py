"""Where the tests of this folder run: beside a real Thunderbird (`make thunderbird-test`)."""

from __future__ import annotations

import os

import pytest

PROGRAM = os.environ.get("SEL_THUNDERBIRD", "")
"""The Thunderbird that is started; `installer/thunderbird/lab.sh` names it."""

lab_only = pytest.mark.skipif(
    not PROGRAM, reason="needs a real Thunderbird: make thunderbird-test"
)
