"""Debian's Chromium, driven through Playwright."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import playwright
from playwright.sync_api import Browser, sync_playwright

from tests.support.programs import leave_out

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Playwright brings its own Node.js, which asks for a library that a bare Debian does not have.
NODE = Path(playwright.__file__).parent / "driver" / "node"


@contextmanager
def launched(path: str) -> Iterator[Browser]:
    if subprocess.run([NODE, "--version"], capture_output=True, check=False).returncode:
        leave_out("libatomic1")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
