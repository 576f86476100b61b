"""The session cookie: what it says to browsers, what it opens, and when it stops opening anything."""

from collections.abc import Callable
from datetime import timedelta
from http.cookies import SimpleCookie

import pytest
import time_machine
from flask import Flask

from app.clock import now
from tests.people import PASSWORD, People
from tests.support.addresses import addresses
from tests.support.browser import Browser
from tests.support.forms import must_choose_password
from tests.support.mailbox import Mailbox
from tests.support.records import everything

NEW = "une tarte aux pommes"


def cookies_of(response: object) -> dict[str, dict[str, str]]:
    found: SimpleCookie = SimpleCookie()
    for header in response.headers.getlist("Set-Cookie"):  # type: ignore[attr-defined]
        found.load(header)
    return {name: {"value": morsel.value, **{k: v for k, v in morsel.items() if v}} for name, morsel in found.items()}


def test_over_http_the_cookie_is_out_of_reach_of_scripts_and_other_sites(browser: Browser, people: People) -> None:
    browser.get("/connexion")
    browser.submit("Valider", {"Votre adresse e-mail": people.yann}, expect=200)
    data = {**browser._values(browser._form_of("Valider")[0]), "password": PASSWORD}
    cookies = cookies_of(browser.client.post("/connexion/mot-de-passe", data=data))
    assert set(cookies) == {"portail", "appareil"}
    for cookie in cookies.values():
        assert cookie["httponly"]
        assert (cookie["samesite"], cookie["path"]) == ("Lax", "/")
        assert "domain" not in cookie
        assert "secure" not in cookie
    assert not {"expires", "max-age"} & set(cookies["portail"])


def test_over_https_it_belongs_to_this_very_host(app: Flask, portal_with: Callable[..., Flask]) -> None:
    environ = {
        "INSTANCE_PATH": app.instance_path,
        "SECRET_KEY": "x" * 32,
        "BASE_URL": "https://portail.aist22.example.org",
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
    }
    secure = portal_with(environ)
    response = secure.test_client().get("/connexion", base_url="https://portail.aist22.example.org")
    cookie = cookies_of(response)["__Host-portail"]
    assert cookie["secure"]
    assert (cookie["path"], cookie["samesite"]) == ("/", "Lax")
    assert "domain" not in cookie
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_signing_in_starts_a_new_session(app: Flask, people: People) -> None:
    """Whoever slipped a cookie into the browser beforehand has nothing."""
    browser = Browser(app)
    browser.get("/connexion")
    planted = str(browser.client.get_cookie("portail").value)  # type: ignore[union-attr]
    browser.sign_in(people.yann)
    assert browser.client.get_cookie("portail").value != planted  # type: ignore[union-attr]
    thief = Browser(app)
    thief.client.set_cookie("portail", planted)
    thief.get("/profil", expect=302)


@pytest.mark.parametrize("ending", ["log out", "everywhere", "new password"])
def test_an_old_cookie_is_dead(app: Flask, people: People, ending: str) -> None:
    browser, other = Browser(app).sign_in(people.yann), Browser(app).sign_in(people.yann)
    kept = str(browser.client.get_cookie("portail").value)  # type: ignore[union-attr]
    if ending == "new password":
        browser.get("/profil/mot-de-passe")
        browser.submit(
            "Enregistrer",
            {"Mot de passe actuel": PASSWORD, "Nouveau mot de passe": NEW, "Confirmez le nouveau mot de passe": NEW},
        )
        assert browser.heading == "Mon profil"
    else:
        browser.get("/profil")
        browser.submit("Se déconnecter" if ending == "log out" else "Se déconnecter de tous")
        assert browser.heading == "Connexion à votre espace"
    thief = Browser(app)
    thief.client.set_cookie("portail", kept)
    thief.get("/profil", expect=302)
    other.get("/profil", expect=200 if ending == "log out" else 302)


def test_a_cookie_that_was_tampered_with_is_no_cookie(app: Flask, people: People) -> None:
    browser = Browser(app).sign_in(people.yann)
    good = str(browser.client.get_cookie("portail").value)  # type: ignore[union-attr]
    for value in (good[:-2] + "xx", good[::-1], "", "x" * 3000, "é", "{}", "..", "null"):
        for name in ("portail", "appareil"):
            thief = Browser(app)
            thief.client.set_cookie(name, value)
            thief.get("/profil", expect=302)
            thief.get("/connexion")


def test_silence_ends_the_session_and_one_comes_back_where_one_was(app: Flask, people: People) -> None:
    browser = Browser(app).sign_in(people.yann)
    address = f"/e/{people.bakery}/salaries?suivi=SIR"
    with time_machine.travel(now() + timedelta(minutes=61), tick=False):
        browser.get(address, expect=302)
        browser.get(browser.response.headers["Location"])
        assert "Votre session a expiré" in browser.text
        browser.submit("Valider", {"Votre adresse e-mail": people.yann}, expect=200)
        browser.submit("Valider", {"Mot de passe": PASSWORD})
        assert browser.heading == "Mes salariés"
        assert "suivi=SIR" in browser.url


def test_a_piece_of_a_page_asks_for_the_whole_sign_in_page(app: Flask, people: People) -> None:
    browser = Browser(app).sign_in(people.yann)
    here = f"http://localhost/e/{people.bakery}/salaries"
    with time_machine.travel(now() + timedelta(minutes=61), tick=False):
        for shown, back in ((here, "suite=/e/"), ("http://[", ""), ("https://evil.example/x", ""), ("", "")):
            headers = {"HX-Request": "true", "HX-Current-URL": shown}
            browser._ask("GET", f"/e/{people.bakery}/salaries?q=a", {401}, headers=headers)
            target = browser.response.headers["HX-Redirect"]
            assert target.startswith("/connexion")
            assert back in target.replace("%2F", "/")
            assert "evil" not in target


def test_whoever_must_choose_a_password_reaches_nothing_else(
    app: Flask, browser: Browser, people: People, mailbox: Mailbox
) -> None:
    must_choose_password(browser, people, mailbox)
    assert browser.heading == "Choisissez votre mot de passe"
    # Attempts at an address that does not exist are counted, whoever makes them.
    counters = frozenset({"attempt_counter"})
    data, before = {"csrf_token": browser.token()}, everything(app, but=counters)
    for method in ("GET", "POST"):
        for endpoint, address in addresses(app, method, people.bakery):
            if endpoint in ("auth.log_out", "auth.choose_password"):
                continue
            with browser.client.open(address, method=method, data=data if method == "POST" else None) as response:
                shown = (
                    response.get_data(as_text=True)
                    if response.status_code == 200 and response.mimetype[:4] == "text"
                    else ""
                )
                assert "BOULANGERIE" not in shown, endpoint
                assert people.bakery not in shown, endpoint
    assert everything(app, but=counters) == before
    browser.get(f"/e/{people.bakery}/", expect=302)
    assert browser.response.headers["Location"] == "/compte/mot-de-passe/nouveau"


def test_the_choice_is_made_once(browser: Browser, people: People, mailbox: Mailbox) -> None:
    must_choose_password(browser, people, mailbox)
    data = {**browser._values(browser._form_of("Enregistrer")[0]), "password": NEW, "confirmation": NEW}
    browser._ask("POST", "/compte/mot-de-passe/nouveau", {303}, data=data)
    browser._ask("POST", "/compte/mot-de-passe/nouveau", {302}, data={**data, "password": "autre chose de long"})
    browser.get("/profil")
    Browser(browser.app).sign_in(people.yann, NEW)


def test_five_weak_choices_lock_nobody_out(browser: Browser, people: People) -> None:
    browser.sign_in(people.yann).get("/profil/mot-de-passe")

    def typed(chosen: str) -> dict[str, str]:
        return {
            "Mot de passe actuel": PASSWORD,
            "Nouveau mot de passe": chosen,
            "Confirmez le nouveau mot de passe": chosen,
        }

    for _ in range(7):
        browser.submit("Enregistrer", typed("court"), expect=422)
        assert "5\u00a0caractères" in browser.errors[0] or "5 caractères" in browser.errors[0]
    browser.submit("Enregistrer", typed(NEW))
    assert "Mot de passe modifié" in browser.text


def test_two_tabs_keep_their_companies(app: Flask, people: People) -> None:
    people.attach(people.jeanne, people.bakery)
    people.attach(people.jeanne, people.garage)
    first = Browser(app).sign_in(people.jeanne)
    second = Browser(app)
    second.client = first.client
    first.get(f"/e/{people.bakery}/compte")
    second.get(f"/e/{people.garage}/")
    first.follow("Mes salariés")
    second.follow("Mes salariés")
    assert "BOULANGERIE LE GALL" in first.title
    assert "GARAGE MORIN" in second.title
    first.follow("GARAGE MORIN", within=".struct")
    assert first.url.endswith(f"/e/{people.garage}/salaries")
