"""How long an import takes an agent, from the files sent to the report, and how much memory each process needs.

    python -m bench.browser_import_bench --companies 20000 --employees 250000

The files are sent in one form, streamed from the disk; the works are done in processes of their own, as by the portal.
"""

import argparse
import multiprocessing
import os
import resource
import secrets
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask

from app import create_app
from app.extensions import db
from app.models import Base, ImportRun
from app.services import demo, jobs
from app.services.works import WORKS
from bench import agent

HOME = "/gestion/imports/"
FILES = ("adherents.csv", "comptes.csv", "rattachements.csv", "salaries.csv")


def apart(title: str, do: Callable[[], Any]) -> None:
    """Do it in a process of its own, and tell how long it took and how much memory it needed."""

    def run() -> None:
        do()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  {title:28s} {time.perf_counter() - began:6.1f} s, peak memory {peak:.0f} MB")

    began = time.perf_counter()
    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{title} failed")


def send(app: Flask, body: Path, boundary: str) -> None:
    with body.open("rb") as stream:
        answer = agent.signed_in(app).post(
            HOME,
            input_stream=stream,
            content_length=body.stat().st_size,
            content_type=f"multipart/form-data; boundary={boundary}",
        )
    if answer.status_code != 303:
        raise SystemExit(f"{HOME} answered {answer.status_code}")


def work(app: Flask) -> None:
    with app.app_context():
        jobs.run_waiting(WORKS)


def press(app: Flask, act: str, **fields: str) -> None:
    answer = agent.signed_in(app).post(f"{HOME}{last(app).public_id}/{act}", data=fields)
    if answer.status_code != 303:
        raise SystemExit(f"{act} answered {answer.status_code}")


def last(app: Flask) -> ImportRun:
    with app.app_context():
        return db.session.query(ImportRun).order_by(ImportRun.id.desc()).first()  # type: ignore[return-value]


def written(folder: Path, body: Path, names: Iterable[str]) -> str:
    """The form as a browser would send it; returns what separates its parts."""
    boundary = secrets.token_hex(16)
    with body.open("wb") as target:
        for name in names:
            disposition = f'Content-Disposition: form-data; name="files"; filename="{name}"'
            target.write(f"--{boundary}\r\n{disposition}\r\nContent-Type: text/csv\r\n\r\n".encode())
            target.write((folder / name).read_bytes() + b"\r\n")
        target.write(f"--{boundary}--\r\n".encode())
    return boundary


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--companies", type=int, default=800)
    parser.add_argument("--employees", type=int, default=10_000)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        folder, body = Path(place) / "files", Path(place) / "form"
        sizes = {"employees_in_all": options.employees, "visits_each": 0}
        generation = multiprocessing.Process(target=demo.generate, args=(folder, options.companies), kwargs=sizes)
        generation.start()
        generation.join()
        sent = [name for name in FILES if (folder / name).exists()]
        boundary = written(folder, body, sent)
        environ = {"INSTANCE_PATH": place, "SECRET_KEY": "bench", "DATABASE_URL": os.environ.get("DATABASE_URL", "")}
        app = create_app({"WTF_CSRF_ENABLED": False}, environ)
        agent.hire(app)
        print(f"an agent's import: {options.employees:,d} employees, {body.stat().st_size / (1 << 20):.0f} MB sent")
        apart("sent and looked at", lambda: send(app, body, boundary))
        press(app, "fichiers", essai="1", **{f"fichier_{number}": name for number, name in enumerate(sent, start=1)})
        apart("tried without writing", lambda: work(app))
        trial = last(app).trial or {"counts": {}}
        press(app, "appliquer", lines=str(sum(one["created"] for one in trial["counts"].values())))
        apart("applied", lambda: work(app))
        outcome = last(app).outcome or {}
        print(f"  {outcome['counts']['salaries.csv']}")
        with app.app_context():
            Base.metadata.drop_all(db.engine)
            db.engine.dispose()


if __name__ == "__main__":
    main()
