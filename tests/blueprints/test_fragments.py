"""HTMX swaps in the very piece that the full page shows, and a frame gets the layout made for it."""

import pytest
from flask import Flask

from tests.people import People
from tests.support.addresses import browser_of, fill_two_pages
from tests.support.browser import Browser
from tests.support.swap import assert_swap_equals_page


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("/e/{}/salaries", "/e/{}/salaries?q=elise"),
        ("/e/{}/salaries", "/e/{}/salaries?suivi=SIR&presence=tous"),
        ("/e/{}/salaries?presence=tous", "/e/{}/salaries?presence=tous&page=2"),
        ("/e/{}/salaries", "/e/{}/salaries?visite=a-prevoir&presence=tous"),
        ("/e/{}/salaries", "/e/{}/salaries?q=personne"),
        ("/e/{}/salaries?q=personne", "/e/{}/salaries"),
        ("/entreprises/", "/entreprises/?q=client+1"),
        ("/entreprises/", "/entreprises/?tri=-ville&page=2"),
        ("/entreprises/", "/entreprises/?q=personne"),
        ("/entreprises/?q=personne", "/entreprises/?q="),
        ("/faq", "/faq?q=mot+de+passe"),
        ("/faq?q=xyzzy", "/faq"),
        ("/e/{}/faq", "/e/{}/faq?q=xyzzy"),
    ],
)
def test_a_swap_leaves_the_page_that_a_visit_gives(app: Flask, people: People, before: str, asked: str) -> None:
    browser = browser_of(app, people, "jeanne")
    people.employee(people.bakery, "DURAND", "Élise", follow_up="SIR")
    fill_two_pages(app, people.bakery, people.jeanne)
    assert_swap_equals_page(browser, before.format(people.bakery), asked.format(people.bakery))


def test_the_second_step_is_swapped_in_with_its_title(browser: Browser, people: People) -> None:
    browser.get("/connexion")
    browser.submit("Valider", {"Votre adresse e-mail": people.yann}, expect=200, htmx=True)
    assert browser.title.startswith("Mot de passe – Connexion à votre espace")
    assert browser.page.select_one("#connexion input[data-focus]")
    browser.submit("Valider", {"Mot de passe": "wrong"}, expect=422, htmx=True)
    assert browser.title.startswith("Erreur – ")
    assert browser.page.find("html") is None


@pytest.mark.parametrize(
    "headers",
    [{}, {"HX-History-Restore-Request": "true", "HX-Request": "true"}, {"X-Requested-With": "XMLHttpRequest"}],
    ids=str,
)
def test_who_does_not_ask_for_a_piece_gets_the_page(browser: Browser, headers: dict[str, str]) -> None:
    response = browser.client.get("/faq", headers=headers)
    assert response.get_data(as_text=True).startswith("<!DOCTYPE html>")
    assert {"HX-Request", "HX-History-Restore-Request", "Sec-Fetch-Dest"} <= set(response.vary)


@pytest.mark.parametrize("dest", ["iframe", "document", "", "x"])
def test_a_frame_gets_a_page_without_banner_nor_footer_and_a_way_out(app: Flask, people: People, dest: str) -> None:
    browser = browser_of(app, people, "yann")
    browser.headers = {"Sec-Fetch-Dest": dest}
    for address in ("/faq", f"/e/{people.bakery}/", f"/e/{people.bakery}/salaries", "/nulle-part"):
        browser.get(address, expect=404 if "nulle" in address else 200)
        embedded = dest == "iframe"
        assert ("integre" in (browser.page.html.get("class") or [])) is embedded  # type: ignore[union-attr]
        assert (browser.page.footer is None) is embedded
        assert (browser.page.select_one("a.full-page[target=_top]") is not None) is embedded
        assert "Se déconnecter" in browser.page.header.get_text()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("section", "target"),
    [
        ("", "/"), ("salaries", "/salaries"), ("compte", "/compte"), ("faq", "/faq"), ("compte/quitter", "/compte"),
        ("salaries?suivi=SIR&page=3", "/salaries"),
    ],
)  # fmt: skip
def test_the_switcher_keeps_the_section_and_never_a_detail(
    app: Flask, people: People, section: str, target: str
) -> None:
    browser = browser_of(app, people, "jeanne")
    people.attach(people.jeanne, people.garage)
    browser.get(f"/e/{people.bakery}/{section}")
    links = {str(a["href"]) for a in browser.page.select(".struct a.company")}
    assert links == {f"/e/{people.garage}{target}"}


def test_what_the_switcher_proposes_is_of_the_same_section(app: Flask, people: People) -> None:
    browser = browser_of(app, people, "jeanne")
    people.attach(people.jeanne, people.garage)
    browser.fragment("/entreprises/choix", q="garage", rubrique="employees")
    assert [str(a["href"]) for a in browser.page.select("a.company")] == [f"/e/{people.garage}/salaries"]
    assert browser.page.div is not None
    assert browser.page.div["data-annonce"] == "1\u00a0entreprise trouvée pour «\u00a0garage\u00a0»"
    browser.fragment("/entreprises/choix", q="boulangerie lannion")
    assert "Aucune entreprise ne correspond" in browser.page.get_text()
