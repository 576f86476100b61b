"""The association's colours and logo."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.branding import Logo, contrast, readable

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="48" height="48"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("#00A19A", "#00847E"),
        ("#F39200", "#AA6600"),
        ("#7AB51D", "#588215"),
        ("#009FE3", "#007CB1"),
        ("#12355B", "#12355B"),
    ],
)
def test_a_colour_too_light_for_white_text_is_darkened(given: str, kept: str) -> None:
    assert readable(given, 4.5) == kept
    assert contrast(kept, "#FFFFFF") >= 4.5


def test_the_logo_is_shown_and_runs_nothing(tmp_path: Path, portal_with: Callable[..., Flask]) -> None:
    (tmp_path / "logo.svg").write_bytes(SVG)
    environ = {"INSTANCE_PATH": str(tmp_path), "SECRET_KEY": "test", "ASSO_LOGO": str(tmp_path / "logo.svg")}
    client = portal_with(environ).test_client()
    assert 'alt="AIST22"' in client.get("/faq").text
    answer = client.get("/logo")
    assert answer.data == SVG
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_without_a_logo_there_is_none(app: Flask) -> None:
    assert app.test_client().get("/logo").status_code == 404


@pytest.mark.parametrize(("name", "size"), [("logo.gif", 10), ("logo.png", 41 * 1024), ("missing.png", None)])
def test_a_logo_that_cannot_be_used_stops_the_start(tmp_path: Path, name: str, size: int | None) -> None:
    if size is not None:
        (tmp_path / name).write_bytes(b"x" * size)
    with pytest.raises(ValueError, match="ASSO_LOGO"):
        Logo.from_file(tmp_path / name)


@pytest.mark.parametrize("colour", ["red", "#12345", "#12355B; } body { display: none"])
def test_a_colour_that_is_none_stops_the_start(tmp_path: Path, colour: str) -> None:
    environ = {"INSTANCE_PATH": str(tmp_path), "SECRET_KEY": "test", "ASSO_COULEUR": colour}
    with pytest.raises(ValueError, match="hexadecimal"):
        create_app({"TESTING": True}, environ)
