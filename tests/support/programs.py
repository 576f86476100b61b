"""Browsers that the tests drive; those that need one are left out, and say so, where there is none."""

import os
import shutil
from typing import Any, NoReturn

import pytest

LEFT_OUT = "not installed, so its tests are left out"


def required(program: str) -> str:
    """Where a browser is. Without it the test is left out, except on the machine that answers for all of them."""
    return shutil.which(program) or leave_out(program)


def leave_out(what: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} must be installed on the machine that runs CI", pytrace=False)
    pytest.skip(f"{what}: {LEFT_OUT}")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """A green line must not hide that nobody looked through a browser."""
    left_out = [report for report in terminalreporter.stats.get("skipped", []) if LEFT_OUT in str(report.longrepr)]
    if left_out:
        terminalreporter.write_line(
            f"\nThe browser journeys were NOT run: {len(left_out)} tests were left out, since Chromium or lynx is "
            "missing (apt install chromium lynx libatomic1).",
            yellow=True,
            bold=True,
        )
