"""Every page × whatever may stand in an address: a page, a redirection or a refusal in words, never a 500."""

import re

import pytest
from flask import Flask

from tests.people import People
from tests.support.addresses import addresses, browser_of, fill_two_pages
from tests.support.browser import Browser
from tests.support.page import check_page
from tests.support.records import everything, writing

PARAMETERS = (
    "q", "page", "tri", "suivi", "presence", "rubrique", "suite", "email", "etat", "fait", "ajoutee", "expire",
    "fin", "onglet", "type", "annee", "cocher", "document", "tous",
    "visite", "fiches", "retour", "ajoute", "file",
    "public_id", "endpoint", "values", "_external", "_scheme", "_method", "_anchor", "_any",
)  # fmt: skip
VALUES = (
    "", "%00", "a%00b", "%ff%fe", "%C3%28", "%", "%zz", "%ED%A0%80", "x" * 8000, "-1", "0", "2", "999999999999", "abc",
    "1e9", "%C2%B2", "NaN", "%3Cscript%3E", "%27%3B--", "%F0%9F%A5%96", "%E2%80%AE", "..%2F..", "%0D%0ASet-Cookie:a=b",
    "//evil.example", "javascript:alert(1)", "%5B%5D", "{{7*7}}",
)  # fmt: skip
NAMES = ("visitor", "yann", "jeanne", "anouk")


@pytest.mark.parametrize("who", NAMES)
def test_no_query_string_breaks_a_page(app: Flask, people: People, who: str) -> None:
    """All the parameters at once, with each value in turn; then each page 2, where links are made from them."""
    browser = browser_of(app, people, who)
    fill_two_pages(app, people.bakery, people.jeanne)
    for _, address in addresses(app, "GET", people.bakery):
        for value in VALUES:
            query = "&".join(f"{name}={value}" for name in PARAMETERS if name != "page")
            ask(browser, f"{address}?page=2&{query}"[:12_000])
    for value in VALUES:
        ask(browser, f"/entreprises/?page={value}")
        ask(browser, f"/e/{people.bakery}/salaries?page={value}")


def ask(browser: Browser, address: str) -> None:
    response = browser.client.get(address, environ_base={"REMOTE_ADDR": browser.address})
    where = address.partition("?")[0]
    assert response.status_code in (200, 302, 303, 308, 400, 401, 403, 404, 422), f"{where} {address[:200]}"
    if response.status_code == 200 and response.mimetype == "text/html":
        html = response.get_data(as_text=True)
        assert "<script>" not in html, address
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u202e]", html), address
        assert 'href="http://localhost/' not in html, address
        assert not re.search(r'(href|src|action|hx-get|hx-post)="\s*(javascript|//)', html), address
    for value in response.headers.values():
        value.encode("latin-1")
        assert "evil.example" not in value.partition("?")[0]
    response.close()


@pytest.mark.parametrize("address", ["/e/{}/salaries", "/entreprises/", "/faq", "/e/{}/faq", "/entreprises/choix"])
def test_what_is_searched_is_shown_again_and_nothing_of_it_obeyed(app: Flask, people: People, address: str) -> None:
    browser = browser_of(app, people, "jeanne")
    browser.get(address.format(people.bakery), q='<img src=x onerror="alert(1)">')
    assert browser.page.find("img", src="x") is None
    for typed in ("\0\x01", "x" * 10_000, "'; --", "🥖", "a\u202eb", "%"):
        browser.get(address.format(people.bakery), q=typed, page="2", tri=typed, rubrique=typed)
        check_page(browser.response.get_data(as_text=True), address)
        assert len(browser.title) < 400


def test_the_links_of_a_list_go_to_the_same_list(app: Flask, people: People) -> None:
    """Whatever stands in the address, the next page is the next page of this list, on this site."""
    browser = browser_of(app, people, "jeanne")
    fill_two_pages(app, people.bakery, people.jeanne)
    for here in ("/entreprises/", f"/e/{people.bakery}/salaries"):
        browser.get(f"{here}?_external=1&public_id=0000000000&_anchor=x&endpoint=static&q=&tri=ville")
        following = browser.page.select_one("#pagination a")
        assert following is not None
        assert str(following["href"]).startswith(f"{here}?")
        assert browser.follow("Page suivante").find(id="resultats")


PATHS = (
    "/%00", "/%ff", "/e/%00%00%00%00%00%00%00%00%00%00/", "/e/0000000000/", "/e/000000000/", "/e/éééééééééé/", "/e//",
    "/e/../../etc/passwd", "/static/../../config.py", "/static/%2e%2e/%2e%2e/config.py", "/static/%00",
    "/static/" + "x" * 5000, "/static/css", "/theme-.css", "/theme-%00.css", "//evil.example/", "/%5cevil.example",
    "/" + "a/" * 2000,
    "/gestion/%00", "/E/0000000000/", "/connexion/", "/entreprises", "/?%00", "/;", "/connexion;jsessionid=1",
    "/sante/",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path[:30])
def test_no_path_breaks_the_portal(app: Flask, people: People, path: str) -> None:
    visitor, yann = Browser(app), Browser(app).sign_in(people.yann)
    for browser in (visitor, yann):
        response = browser.client.get(path)
        assert response.status_code in (200, 302, 308, 400, 404), path
        location = response.headers.get("Location", "/")
        assert location.startswith(("/", "http://localhost/"))
        assert not location.startswith("//")


@pytest.mark.parametrize("row", ["0", "-1", "99999999999999999999", "2147483648", "1.5", "abc", "%00", "²"])
def test_a_number_that_is_no_row_is_a_page_that_does_not_exist(people: People, browser: Browser, row: str) -> None:
    browser.sign_in(people.yann)
    for action in ("retirer", "pas-nous"):
        browser.get(f"/e/{people.bakery}/compte/acces/{row}/{action}", expect=404)
        assert browser.heading == "Page introuvable"


def test_a_company_is_found_in_capitals_too(people: People, browser: Browser) -> None:
    browser.sign_in(people.yann).get(f"/e/{people.bakery.upper()}/salaries")
    assert browser.heading == "Mes salariés"


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
@pytest.mark.parametrize("who", NAMES)
def test_looking_changes_nothing(app: Flask, people: People, who: str, method: str) -> None:
    """HEAD answers as GET would; OPTIONS says what may be asked; neither writes."""
    browser = browser_of(app, people, who)
    before = everything(app)
    for endpoint, address in addresses(app, method, people.bakery):
        with writing(app) as written:
            response = browser.client.open(address, method=method)
        assert response.status_code in (200, 302, 303, 308, 403, 404, 422), endpoint
        assert not written or everything(app) == before, endpoint
        if method == "HEAD":
            # Last, since a page opened is noted as such.
            with writing(app) as noted, browser.client.get(address) as visited:
                assert response.status_code == visited.status_code, endpoint
            before = everything(app) if noted else before
        response.close()
    assert everything(app) == before


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "GARBAGE"])
def test_other_methods_are_refused_in_words(app: Flask, people: People, browser: Browser, method: str) -> None:
    browser.sign_in(people.yann)
    for address in ("/connexion", f"/e/{people.bakery}/", "/static/favicon.svg"):
        response = browser.client.open(address, method=method)
        assert response.status_code == 405
        assert "GET" in response.headers["Allow"]
        assert "Cette page ne s’ouvre pas ainsi" in response.get_data(as_text=True)
