"""Files that agents send, and the works that they ask for."""

import io
import zipfile
from pathlib import Path
from typing import Any

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.services import jobs
from app.services.works import WORKS
from tests.support.browser import Browser

HOME = "/gestion/imports/"
COUNTS = "Lignes de chaque fichier"


def send(agent: Browser, *files: tuple[str, str | bytes], expect: int = 303) -> Browser:
    """Choose these files and send them."""
    agent.get(HOME)
    contents = [FileStorage(io.BytesIO(data.encode() if isinstance(data, str) else data), name) for name, data in files]
    boundary, body = encode_multipart({"csrf_token": agent.token(), "files": contents})
    agent._ask("POST", HOME, {expect}, data=body, content_type=f"multipart/form-data; boundary={boundary}")
    if expect == 303:
        agent.get(agent.response.headers["Location"])
    return agent


def archive(**files: str | bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name.replace("__", "/").replace("_csv", ".csv").replace("_pdf", ".pdf"), content)
    return target.getvalue()


def work(agent: Browser, button: str, values: dict[str, Any] | None = None) -> Browser:
    """Press a button that asks for a work, have it done, and come back."""
    agent.submit(button, values)
    with agent.app.app_context():
        jobs.run_waiting(WORKS)
    agent.get(agent.url)
    return agent


def table(agent: Browser, caption: str) -> list[list[str]]:
    """The cells of the table whose caption begins so."""
    found = next(one for one in agent.page.find_all("table") if one.caption.get_text().startswith(caption))
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])] for row in found.select("tbody tr")]


def place(agent: Browser) -> Path:
    """Where what was sent for the import on the screen is kept."""
    name = agent.url.partition("?")[0].rpartition("/")[2]
    return Path(agent.app.instance_path) / "imports" / name
