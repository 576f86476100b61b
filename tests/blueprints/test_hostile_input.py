"""Every form × whatever may be typed: a clear message in French, what was typed kept, nothing lost, never a 500."""

import io
import re
from typing import Any

import pytest
from flask import Flask

from tests.people import People
from tests.support.browser import Browser
from tests.support.forms import FORMS, HOSTILE, PortalForm
from tests.support.mailbox import Mailbox
from tests.support.records import everything

_UNSEEN = frozenset({"attempt_counter", "user_session"})
_ENGLISH = re.compile(r"\b(field|required|invalid|must|characters long|not a valid|missing|token)\b", re.IGNORECASE)


def ready(form: PortalForm, browser: Browser, people: People, mailbox: Mailbox) -> dict[str, str]:
    """The form opened; returns what it would send, its token included."""
    form.open(browser, people, mailbox)
    return browser._values(browser._form_of(form.button)[0])


def sent(form: PortalForm, browser: Browser, data: Any, **options: Any) -> int:
    """Post it as it is, whatever it is; every answer is checked as a page."""
    action = browser._form_of(form.button)[0]["action"]
    browser.ceiling = 60
    browser._ask("POST", str(action), {200, 303, 400, 413, 422}, data=data, **options)
    return browser.response.status_code


def check_refusal(browser: Browser) -> None:
    assert browser.title.startswith("Erreur")
    assert browser.errors
    for message in browser.errors:
        assert re.search(r"[a-zé]{3}", message), message
        assert not _ENGLISH.search(message), message


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("name", FORMS)
def test_a_form_survives(name: str, kind: str, browser: Browser, people: People, mailbox: Mailbox, app: Flask) -> None:
    form, value = FORMS[name], HOSTILE[kind]
    data = ready(form, browser, people, mailbox)
    before = everything(app, but=_UNSEEN)
    status = sent(form, browser, {**data, **dict.fromkeys((*form.texts, *form.passwords), value)})
    if status != 422:
        assert status in (200, 303), browser.text
        return
    check_refusal(browser)
    assert everything(app, but=_UNSEEN) == before
    for field in browser._form_of(form.button)[0].select("input[name], textarea[name]"):
        if field["name"] in form.passwords:
            assert not field.get("value"), "a password is never written in a page"
        elif field["name"] in form.texts:
            assert kept(field) == shown(value)


def kept(field: Any) -> str:
    # A long text keeps its lines; the values tried have none to lose otherwise.
    return shown(field.get_text()) if field.name == "textarea" else str(field.get("value", "")).strip()


def shown(value: str) -> str:
    """What a page can show: a control character, or one that turns the text around, it cannot."""
    return "".join(char for char in value if ord(char) >= 32 and char not in "\u202e\ufffd").strip()


@pytest.mark.parametrize(
    "value", [HOSTILE[kind] for kind in ("emoji", "script", "quote", "attribute", "template", "path")]
)
def test_what_is_accepted_comes_back_as_it_was_typed(browser: Browser, people: People, value: str) -> None:
    browser.sign_in(people.jeanne).get("/profil/modifier")
    browser.submit(
        "Enregistrer",
        {"Nom": value, "Prénom": value, "Fonction": value, "Nom du cabinet (facultatif)": value}
        if "(facultatif)" in browser.text
        else {"Nom": value, "Prénom": value, "Fonction": value},
    )
    assert value in browser.text
    assert str(browser.page).count("<script") == str(browser.page).count("<script ")
    browser.get("/profil/modifier")
    assert browser.value_of("Nom") == value


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("token", ["missing", "stale", "another visitor’s", "hostile"])
def test_a_form_without_its_token_changes_nothing_and_is_shown_again(
    name: str, token: str, browser: Browser, people: People, mailbox: Mailbox, app: Flask
) -> None:
    form = FORMS[name]
    data = {**ready(form, browser, people, mailbox), **form.good}
    other = Browser(app)
    other.get("/connexion")
    data["csrf_token"] = {"stale": "IjAi.ZZZZ.zzzz", "another visitor’s": other.token(), "hostile": "é🥖\0" * 9}.get(
        token, ""
    )
    if token == "missing":
        del data["csrf_token"]
    before = everything(app)
    assert sent(form, browser, data) == 422
    assert any("Par sécurité, votre envoi n’a pas été pris en compte" in error for error in browser.errors)
    assert everything(app) == before
    again = browser._values(browser._form_of(form.button)[0])
    assert {key: again[key] for key in form.good if key in form.texts} == {
        key: value for key, value in form.good.items() if key in form.texts
    }


@pytest.mark.parametrize("name", FORMS)
def test_a_file_in_the_place_of_a_text_is_nothing(
    name: str, browser: Browser, people: People, mailbox: Mailbox, app: Flask
) -> None:
    form = FORMS[name]
    data = ready(form, browser, people, mailbox)
    for field in (*form.texts, *form.passwords):
        data.pop(field, None)
    files = {field: (io.BytesIO(b"\xff\0"), "../x.txt") for field in (*form.texts, *form.passwords)}
    before = everything(app, but=_UNSEEN)
    status = sent(form, browser, {**data, **files})
    # What was not sent stays as it was, and nothing of billing has to be there.
    assert status == (303 if name in ("profile", "billing") else 422)
    assert everything(app, but=_UNSEEN) == before


def test_a_text_in_the_place_of_a_file_is_nothing(browser: Browser, people: People, mailbox: Mailbox) -> None:
    form = FORMS["import a list"]
    data = ready(form, browser, people, mailbox)
    assert sent(form, browser, {**data, "lines": "", "file": "220417;7KMQ2-HXD9G"}) == 422
    check_refusal(browser)


@pytest.mark.parametrize(
    "body",
    ['{"email": 5}', '{"email": {"a": [1]}}', "[1, 2]", '"x"', "null", "{", "\ud800".encode("utf-8", "surrogatepass")],
)
@pytest.mark.parametrize("name", ["sign in", "account", "profile"])
def test_json_in_the_place_of_a_form_is_nothing(
    name: str, body: str | bytes, browser: Browser, people: People, mailbox: Mailbox
) -> None:
    form = FORMS[name]
    ready(form, browser, people, mailbox)
    assert sent(form, browser, body, content_type="application/json") == 422


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"last_name=\xc9lise", "application/x-www-form-urlencoded"),
        (b"last_name=%FF%FE", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"%00=%00&&&=;", "application/x-www-form-urlencoded"),
        (b"--x\r\nnot a part", "multipart/form-data; boundary=x"),
        (b"nothing", "multipart/form-data"),
        (b"", "text/plain"),
        (b"\x1f\x8b\x08", "application/octet-stream"),
        (b"last_name=x", "\xff/\xff"),
    ],
)
@pytest.mark.parametrize("name", ["account", "profile"])
def test_an_unreadable_body_is_refused(
    name: str, body: bytes, content_type: str, browser: Browser, people: People, mailbox: Mailbox
) -> None:
    form = FORMS[name]
    ready(form, browser, people, mailbox)
    assert sent(form, browser, body, content_type=content_type) in (400, 422)


def test_a_page_sent_in_another_encoding_is_not_saved_as_gibberish(
    browser: Browser, people: People, mailbox: Mailbox
) -> None:
    """« Élise » in Latin-1: refused with a word of explanation, rather than kept as « %C9lise »."""
    form = FORMS["profile"]
    data = ready(form, browser, people, mailbox)
    body = f"csrf_token={data['csrf_token']}&compte={data['compte']}&last_name=%C9lise&first_name=A&job_title=B"
    assert sent(form, browser, body, content_type="application/x-www-form-urlencoded") == 422
    assert "caractères illisibles" in browser.errors[0]


def test_too_much_is_refused_in_words(browser: Browser, people: People, mailbox: Mailbox) -> None:
    form = FORMS["profile"]
    data = ready(form, browser, people, mailbox)
    assert sent(form, browser, {**data, "last_name": "x" * 7_000_000}) == 413
    assert browser.heading == "Fichier trop volumineux"


def test_a_thousand_fields_and_twice_the_same_are_no_trouble(
    browser: Browser, people: People, mailbox: Mailbox
) -> None:
    form = FORMS["profile"]
    data = ready(form, browser, people, mailbox)
    assert sent(form, browser, {**data, **{f"f{rank}": "x" for rank in range(900)}}) == 303
    browser.get("/profil/modifier")
    assert sent(form, browser, {**data, "last_name": ["Un", "Deux"], "profile": "agent", "id": "1"}) == 303
    browser.get("/profil")
    assert "Un" in browser.text
    browser.get("/gestion/", expect=403)


def test_a_file_s_unreadable_characters_are_left_out(browser: Browser, people: People, mailbox: Mailbox) -> None:
    form = FORMS["import a list"]
    data = ready(form, browser, people, mailbox)
    people.bakery  # noqa: B018
    file = (io.BytesIO("220417;7KMQ2-HXD9G;\x01A\u202e1".encode()), "clients.csv")
    assert sent(form, browser, {**data, "lines": "", "file": file}) == 200
    browser.get("/entreprises/")
    assert browser.rows()[0]["Réf. cabinet"].startswith("A1,")
