"""Doing the same thing several times at once, each in a thread and an application context of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask


def at_once(app: Flask, *actions: Callable[[], Any]) -> list[Any]:
    """What each action returned, or the exception it raised; none starts before all are ready."""
    ready = threading.Barrier(len(actions))

    def run(action: Callable[[], Any]) -> Any:
        with app.app_context():
            ready.wait(10)
            try:
                return action()
            except Exception as error:  # noqa: BLE001 (what was raised is what the test looks at)
                return error

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))
