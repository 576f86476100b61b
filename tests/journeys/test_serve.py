"""`flask serve`, as `make run` starts it: the portal and its mail live and stop together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0


@pytest.fixture
def address() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
def server(address: str, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    environ = {
        "PATH": os.environ["PATH"],
        "INSTANCE_PATH": str(tmp_path),
        "PORT": address.rpartition(":")[2],
        "BCRYPT_ROUNDS": "4",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "serve", "--demo", "--pdf", "0", "--workers", "1"]
    with (tmp_path / "output").open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=output, stderr=subprocess.STDOUT)
    _wait(lambda: _answers(address), "the portal answers")
    yield process
    process.kill()
    process.wait()


def test_mail_goes_on_leaving_when_a_worker_of_the_server_is_replaced(
    server: subprocess.Popen[bytes], address: str, tmp_path: Path
) -> None:
    _wait(lambda: len(_children(server.pid)) == 2, "the mail and the one worker are there")
    mail, worker = sorted(_children(server.pid))
    os.kill(worker, signal.SIGTERM)
    _wait(lambda: worker not in _children(server.pid), "the worker is gone")
    _wait(lambda: len(_children(server.pid)) == 2 and _answers(address), "another took its place")
    assert mail in _children(server.pid)
    assert "Traceback" not in (tmp_path / "output").read_text()


def test_mail_is_taken_up_again_when_what_sends_it_is_killed(server: subprocess.Popen[bytes]) -> None:
    _wait(lambda: len(_children(server.pid)) == 2, "the mail and the one worker are there")
    mail = min(_children(server.pid))
    _wait(lambda: len(_children(mail)) == 1, "something sends")
    killed = _children(mail)[0]
    os.kill(killed, signal.SIGKILL)
    _wait(lambda: _children(mail) not in ([], [killed]), "something else sends")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_everything_stops_with_the_command(server: subprocess.Popen[bytes], how: signal.Signals) -> None:
    _wait(lambda: len(_children(server.pid)) == 2, "the mail and the one worker are there")
    children = [one for child in _children(server.pid) for one in (child, *_children(child))]
    server.send_signal(how)
    server.wait(PATIENCE)
    _wait(lambda: not any(map(_is_alive, children)), "nothing is left behind")


def test_the_newcomer_is_told_how_to_try(server: subprocess.Popen[bytes], tmp_path: Path) -> None:
    said = (tmp_path / "output").read_text()
    assert "jeanne.david@cabinet-exemple.example.org" in said
    assert "http://localhost:" in said


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/sante", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def _is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _wait(until: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not until():
        assert time.monotonic() < deadline, f"{what}: not within {PATIENCE} s"
        time.sleep(0.05)
