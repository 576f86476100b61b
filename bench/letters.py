"""How long the January letters take, beside bare pages of the same press, and how much memory they need.

    python -m bench.letters
    python -m bench.letters --companies 2000

Goals: memory that does not grow with the letters, the write lock never over a second, once a year.
"""

import argparse
import json
import resource
import tempfile
import time
from pathlib import Path

import typst
from sqlalchemy import event, insert

from app import create_app
from app.clock import now
from app.extensions import db
from app.models import Base, Company, Profile, User
from app.models.base import new_public_id
from app.services import files, jobs
from app.services.memberships import derived_columns
from app.services.staff import letters
from app.services.staff.letter_choice import Which
from app.services.works import WORKS
from app.tenancy import all_companies

_AT_ONCE = 5000


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--companies", type=int, default=20_000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        app = create_app(environ={"INSTANCE_PATH": place, "SECRET_KEY": "bench"})
        with app.app_context():
            Base.metadata.create_all(db.engine)
            fill(options.companies)
            measure(options.companies)
            db.session.remove()
            db.engine.dispose()


def fill(count: int) -> None:
    with all_companies("bench"):
        for start in range(0, count, _AT_ONCE):
            ranks = range(start, min(start + _AT_ONCE, count))
            db.session.execute(insert(Company), [company(rank) for rank in ranks])
        agent = User(email="agent@example.org", first_name="A", last_name="B", job_title="", profile=Profile.STAFF)
        db.session.add(agent)
        db.session.flush()
        letters.ask(agent, Which.EVERYBODY)
        db.session.commit()


def company(rank: int) -> dict[str, object]:
    name, city, code = f"ENTREPRISE {rank:05d}", "SAINT-BRIEUC", str(200_000 + rank)
    place = {"address": f"{rank % 97 + 1} rue du Port", "postcode": f"22{rank % 800:03d}", "city": city}
    return {
        "public_id": new_public_id(),
        "member_code": code,
        "name": name,
        **place,
        **derived_columns(name, city, code),
    }


def measure(count: int) -> None:
    yardstick = bare_page()
    held = watched_lock()
    before, worked, began = memory(resource.RUSAGE_SELF), processor(), time.perf_counter()
    assert jobs.run_waiting(WORKS) == 1
    elapsed, spent = time.perf_counter() - began, (processor() - worked) / count
    job = jobs.latest(letters.KIND)[0]
    assert job.file_key
    assert job.result["letters"] == count
    size = files.path(job.file_key).stat().st_size / 1024 / 1024
    print(f"\n{count:,} letters in {elapsed:.0f} s, a file of {size:.0f} MB")
    figures = f"{spent * 1000:.2f} ms, a bare page {yardstick * 1000:.2f} ms, {spent / yardstick:.1f}×"
    print(f"  processor, a letter: {figures}")
    peak = memory(resource.RUSAGE_SELF)
    print(f"  peak memory: {peak:.0f} MB ({before:.0f} MB before), the press {memory(resource.RUSAGE_CHILDREN):.0f} MB")
    print(f"  write lock: longest {max(held) * 1000:.0f} ms")


def bare_page() -> float:
    """The processor time of a page of one line, in seconds, among as many as a part has."""
    lines = json.dumps([f"{now()} {rank}" for rank in range(letters.PER_PART)])
    began = time.process_time()
    typst.compile(str(Path(__file__).with_name("bare_page.typ")), sys_inputs={"lines": lines}, pdf_tags=False)
    return (time.process_time() - began) / letters.PER_PART


def watched_lock() -> list[float]:
    """How long each transaction kept the write lock of SQLite, in seconds; filled as they end."""
    held: list[float] = []
    since: list[float] = []

    def executed(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement == "BEGIN IMMEDIATE":
            since[:] = [time.perf_counter()]

    def returned(*_: object) -> None:
        if since:
            held.append(time.perf_counter() - since.pop())

    event.listen(db.engine, "after_cursor_execute", executed)
    event.listen(db.engine, "checkin", returned)
    return held


def processor() -> float:
    """The processor time of this process and of the presses that are over, in seconds."""
    return sum(sum(resource.getrusage(whose)[:2]) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def memory(whose: int) -> float:
    """The highest it has been, in MB."""
    return resource.getrusage(whose).ru_maxrss / 1024


if __name__ == "__main__":
    main()
