"""The six steps in a text browser: no script, no style, no mouse."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.people import NUMBER, PASSWORD, People
from tests.support.lynx import Lynx, Served
from tests.support.mailbox import Mailbox
from tests.support.server import LiveServer

pytestmark = pytest.mark.browser

OWN_PASSWORD = "pain de seigle et levain"


@pytest.fixture
def lynx(app: Flask, server: LiveServer, tmp_path: Path) -> Iterator[Callable[[], Lynx]]:
    """Start lynx at the portal's door."""
    served, started = Served(app), []

    def start() -> Lynx:
        started.append(Lynx(served, tmp_path, server.url))
        return started[-1]

    yield start
    served.close()
    for one in started:
        one.close()


def test_an_accountant_goes_through_the_six_steps(lynx: Callable[[], Lynx], people: People, mailbox: Mailbox) -> None:
    assert people.garage
    people.employee(people.bakery, "DURAND", "Elise")
    reader = lynx()
    reader.follow("Se connecter avec son code adhérent")
    reader.press("Valider", {"Code adhérent": "22 0417", "N° télédéclarant": NUMBER})
    assert reader.heading == "Créer votre compte"
    reader.fill({"Nom": "David", "Prénom": "Jeanne", "Fonction": "Comptable", "N° mobile": "06 39 98 12 34"})
    reader.fill({"Adresse e-mail": "jeanne@example.org", "Confirmer adresse e-mail": "jeanne@example.org"})
    reader.tick("Je suis tiers déclarant de l’entreprise").press("Créer le compte")
    assert reader.heading == "Consultez votre messagerie"

    password = mailbox.password_sent_to("jeanne@example.org")
    reader.follow("Se connecter").press("Valider", {"Votre adresse e-mail": "jeanne@example.org"})
    reader.press("Valider", {"Mot de passe": password})
    assert reader.heading == "Choisissez votre mot de passe"
    reader.press(
        "Enregistrer", {"Nouveau mot de passe": OWN_PASSWORD, "Confirmez le nouveau mot de passe": OWN_PASSWORD}
    )
    assert reader.path == f"/e/{people.bakery}/"

    reader.follow("Ajouter une entreprise")
    reader.press("Valider", {"Code adhérent": "220065", "N° télédéclarant": NUMBER})
    assert reader.heading == "C’est bien cette entreprise ?"
    reader.press("Ajouter cette entreprise").follow("Ouvrir ce dossier")
    assert reader.path == f"/e/{people.garage}/"
    reader.follow("Mes salariés").follow("BL BOULANGERIE LE GALL")
    assert reader.path == f"/e/{people.bakery}/salaries"
    assert "DURAND Elise" in reader.leave()


def test_what_is_wrong_is_said_and_mended(lynx: Callable[[], Lynx], people: People) -> None:
    reader = lynx()
    reader.press("Valider", {"Votre adresse e-mail": "yann"})
    assert "Saisissez une adresse e-mail au bon format" in reader.page.main.get_text()
    reader.press("Valider", {"Votre adresse e-mail": people.yann}).press("Valider", {"Mot de passe": "wrong"})
    assert "est incorrect" in reader.page.main.get_text()
    reader.press("Valider", {"Mot de passe": PASSWORD})
    assert reader.path == f"/e/{people.bakery}/"
    assert "BOULANGERIE LE GALL" in reader.leave()
