"""How long an import takes, how long it keeps others from writing, how much memory it needs.

    python -m bench.import_bench --companies 20000 --employees 250000 --visits 4
    DATABASE_URL=postgresql:///bench python -m bench.import_bench     # an empty database, emptied again at the end

Goals: 3 s for 10,000 employees, the write lock never over 100 ms, memory that does not grow with the files.
"""

import argparse
import multiprocessing
import os
import resource
import sqlite3
import statistics
import tempfile
import time
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import event

from app import create_app
from app.extensions import db
from app.models import Base
from app.services import demo
from app.services.exchange import Report, import_folder


class LockWatch:
    """Notes how long each transaction kept the write lock of SQLite: from BEGIN IMMEDIATE to the end of COMMIT.

    And how much of it was our own work: on a busy machine the rest is waiting for a processor or for the disk.
    """

    def __init__(self) -> None:
        self.held: list[float] = []
        self.worked: list[float] = []
        self._since: tuple[float, float] | None = None
        event.listen(db.engine, "after_cursor_execute", self._executed)
        event.listen(db.engine, "checkin", self._returned)

    def _executed(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement == "BEGIN IMMEDIATE":
            self._since = time.perf_counter(), time.thread_time()

    def _returned(self, *_: Any) -> None:
        if self._since is not None:
            began, worked = self._since
            self.held.append(time.perf_counter() - began)
            self.worked.append(time.thread_time() - worked)
            self._since = None


def other_writer(path: str, stop: Event, waits: Any) -> None:
    """Somebody who signs in or declares meanwhile: a small write every 50 ms, and how long each waited."""
    connection = sqlite3.connect(path, timeout=5, isolation_level=None)
    connection.execute("CREATE TABLE IF NOT EXISTS other (id INTEGER)")
    found = []
    while not stop.is_set():
        began = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO other VALUES (1)")
        connection.execute("COMMIT")
        found.append(time.perf_counter() - began)
        time.sleep(0.05)
    waits.put(found)


def timed_import(folder: Path, ends: dict[str, float]) -> Report:
    """Import, and note when each file was over."""
    began = time.perf_counter()

    def progress(step: str, _done: int, _total: int) -> None:
        ends[step] = time.perf_counter() - began

    return import_folder(folder, progress=progress)


def measure(app: Flask, folder: Path, database: Path | None) -> None:
    with app.app_context():
        Base.metadata.create_all(db.engine)
        watch = LockWatch()
        stop, waits = multiprocessing.Event(), multiprocessing.Queue()
        writer = multiprocessing.Process(target=other_writer, args=(str(database), stop, waits))
        if database:
            writer.start()
        for title in ("first import", "second import"):
            watch.held.clear()
            watch.worked.clear()
            tell(title, folder, watch)
        if database:
            stop.set()
            show_waits(waits.get())
            writer.join()
        print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
        db.session.remove()
        Base.metadata.drop_all(db.engine)
        db.engine.dispose()


def tell(title: str, folder: Path, watch: LockWatch) -> None:
    ends: dict[str, float] = {}
    report = timed_import(folder, ends)
    print(f"{title}: {max(ends.values()):.1f} s in all, {report.problem_count} problems")
    before = 0.0
    for file, end in ends.items():
        counts, seconds = report.of(file), end - before
        lines, before = counts.written + counts.unchanged, end
        print(
            f"  {file:18s} {lines:9,d} lines in {seconds:6.1f} s, {seconds / max(lines, 1) * 10_000:5.2f} s for 10,000"
        )
    if watch.held:
        longest, median = max(watch.held) * 1000, statistics.median(watch.held) * 1000
        print(f"  write lock: {len(watch.held)} times, median {median:.0f} ms, longest {longest:.0f} ms", end=" ")
        print(f"({sum(held > 0.1 for held in watch.held)} over 100 ms; longest work {max(watch.worked) * 1000:.0f} ms)")


def show_waits(waits: list[float]) -> None:
    waits.sort()
    p95 = waits[int(len(waits) * 0.95)] * 1000
    print(f"another writer meanwhile: {len(waits)} writes, p95 {p95:.0f} ms, longest {waits[-1] * 1000:.0f} ms")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--companies", type=int, default=800)
    parser.add_argument("--employees", type=int, default=10_000)
    parser.add_argument("--visits", type=int, default=4, help="how many visits everybody has")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "files"
        # In a process of its own, so that the peak memory told is that of the import.
        sizes = {"employees_in_all": options.employees, "visits_each": options.visits}
        generation = multiprocessing.Process(target=demo.generate, args=(folder, options.companies), kwargs=sizes)
        generation.start()
        generation.join()
        url = os.environ.get("DATABASE_URL", "")
        environ = {"INSTANCE_PATH": place, "SECRET_KEY": "bench", "DATABASE_URL": url}
        measure(create_app(environ=environ), folder, None if url else Path(place) / "portail.sqlite")


if __name__ == "__main__":
    main()
