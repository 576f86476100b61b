"""The headers that guard every answer, whatever its status, and frames exactly as EMBED_ORIGINS says."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app.config import ConfigurationError, load
from app.services import portfolio_page
from tests.people import People
from tests.support.addresses import browser_of

ANSWERS = {
    "200": ("GET", "/connexion", {}, 200),
    "200 signed in": ("GET", "/profil", {}, 200),
    "200 fragment": ("GET", "/faq", {"HX-Request": "true"}, 200),
    "204 health": ("GET", "/sante", {}, 200),
    "302": ("GET", "/", {}, 302),
    "308": ("GET", "/entreprises", {}, 308),
    "400 token": ("POST", "/profil/deconnexion", {}, 400),
    "400 host": ("GET", "/connexion", {"Host": "evil.example"}, 400),
    "403 origin": ("POST", "/connexion", {"Origin": "https://evil.example"}, 403),
    "403 agents only": ("GET", "/gestion/", {}, 403),
    "404": ("GET", "/nulle-part", {}, 404),
    "404 company": ("GET", "/e/0000000000/", {}, 404),
    "405": ("GET", "/deconnexion", {}, 405),
    "422": ("POST", "/connexion/code", {}, 422),
    "500": ("GET", "/entreprises/", {}, 500),
    "options": ("OPTIONS", "/connexion", {}, 200),
    "static": ("GET", "/static/js/portail.js", {}, 200),
    "static 404": ("GET", "/static/nothing.js", {}, 404),
    "theme": ("GET", "/theme-{version}.css", {}, 200),
}


@pytest.fixture(params=ANSWERS)
def answer(
    request: pytest.FixtureRequest, app: Flask, people: People, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestResponse]:
    method, address, headers, status = ANSWERS[request.param]
    browser = browser_of(app, people, "visitor" if address.startswith("/connexion") else "yann")
    if status == 500:
        app.config["TESTING"] = False
        monkeypatch.setattr(portfolio_page, "page", lambda *_: 1 / 0)
    address = address.replace("{version}", app.extensions["stylesheet_version"])
    with browser.client.open(address, method=method, headers=headers) as response:
        assert response.status_code == status
        yield response


def test_every_answer_is_guarded(answer: TestResponse) -> None:
    headers = answer.headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert len(headers.getlist("Content-Security-Policy")) == 1
    assert "Server" not in headers or "Python" not in headers["Server"]


def test_no_page_is_kept_by_anybody(answer: TestResponse) -> None:
    kept = answer.mimetype not in ("text/html", "text/plain") and answer.status_code == 200
    if kept and answer.request.method == "GET":
        assert "max-age=31536000" in answer.headers["Cache-Control"]
    elif answer.request.method == "GET":
        assert answer.headers["Cache-Control"] == "no-store"


def test_an_address_without_its_version_is_not_kept_for_ever(app: Flask) -> None:
    with app.test_client().get("/favicon.ico") as response:
        assert re.search(r"max-age=86400\b", response.headers["Cache-Control"])
    assert app.test_client().get("/theme-abc.css").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("origins", [["https://www.aist22.fr"], ["https://www.aist22.fr", "http://intranet:8080"]])
@pytest.mark.parametrize("address", ["/connexion", "/nulle-part", "/e/0000000000/"])
def test_only_the_sites_that_were_named_may_frame_us(app: Flask, origins: list[str], address: str) -> None:
    app.config["EMBED_ORIGINS"] = origins
    headers = app.test_client().get(address).headers
    assert headers["Content-Security-Policy"].endswith(f"frame-ancestors {' '.join(origins)}")
    assert "X-Frame-Options" not in headers


def test_the_association_s_side_is_never_framed(app: Flask, people: People) -> None:
    app.config["EMBED_ORIGINS"] = ["https://www.aist22.fr"]
    response = browser_of(app, people, "anouk").client.get("/gestion/")
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("dest", ["iframe", "frame", "embed", "object"])
def test_no_kind_of_frame_shows_the_association_s_side(app: Flask, people: People, dest: str) -> None:
    agent = browser_of(app, people, "anouk")
    agent.headers = {"Sec-Fetch-Dest": dest}
    agent.get("/gestion/", expect=403)
    assert "Réservé aux agents" not in agent.page.get_text()


@pytest.mark.parametrize(
    "origins", ["www.aist22.fr", "https://www.aist22.fr/", "*", "'self'", "https://a;script-src *", "https://", "data:"]
)
def test_an_origin_that_is_not_one_stops_the_start(origins: str) -> None:
    with pytest.raises(ConfigurationError, match="EMBED_ORIGINS"):
        load({"EMBED_ORIGINS": origins, "SECRET_KEY": "x"}, "/nonexistent")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "portail.example.org"), ("BASE_URL", "ftp://portail.example.org"), ("BASE_URL", "https://"),
        ("ATTACH_POLICY", "yes"), ("PROVISIONAL_HOURS", "0"), ("PROVISIONAL_HOURS", "73"), ("PORT", "abc"),
        ("TRUSTED_PROXIES", "-1"), ("BCRYPT_ROUNDS", "12.5"),
    ],
)  # fmt: skip
def test_a_setting_that_makes_no_sense_stops_the_start(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        load({name: value, "SECRET_KEY": "x"}, "/nonexistent")
