"""A new member, from its file to its journal: an agent and the employer in turn, with JavaScript and without."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from app.clock import today
from app.formatting import short_date
from app.law.cancellation import is_working_day
from tests.browser.conftest import OpenScreen
from tests.browser.screen import Screen
from tests.people import People
from tests.support.appointments import centre
from tests.support.codes import code_of
from tests.support.declarations import campaign_under_way
from tests.support.drops import factur_x, of_siret, work
from tests.support.identifiers import letters_in
from tests.support.mailbox import Mailbox, text_of

pytestmark = pytest.mark.browser

NAME, SIRET, GWEN = "CHARPENTES BRIAND", "35600000000048", "gwen.briand@example.org"
OWN_PASSWORD = "des crêpes au froment"


@pytest.fixture
def agent(page: Screen, app: Flask, people: People) -> Screen:
    """An agent who has just signed in, while the campaign of the year is open."""
    campaign_under_way(app)
    centre(app)
    page.sign_in(people.anouk).shows("Code de connexion")
    return page.press("Valider", {"Code": code_of(app, people.anouk)}).shows("Espace gestion")


def test_a_new_member_is_followed_from_its_letter_to_its_journal(
    agent: Screen, screens: OpenScreen, app: Flask, mailbox: Mailbox
) -> None:
    code, number = _member_created(agent)
    employer = screens(javascript=agent.javascript)
    _account_opened(employer, mailbox, code, number)

    _employee_declared(employer)
    reference = _visit_asked_for(employer)
    _request_confirmed(agent, reference)
    assert "Tanguy" not in str(mailbox.last_to(GWEN)["Subject"])
    employer.follow("Mon planning").shows("Mon planning").says("TANGUY Erwan").says("Confirmée")

    # The library writes the time inside: one file, so that it can be compared.
    invoice = factur_x(buyer=of_siret(SIRET))
    _invoice_published(agent, app, invoice)
    assert "Facture F-2027-00412" in text_of(mailbox.last_to(GWEN))
    employer.follow("Mon espace documentaire").says("Facture F-2027-00412").says("480,00")
    with employer.page.expect_download() as saved:
        employer.follow("Facture F-2027-00412", within="main")
    assert saved.value.path().read_bytes() == invoice

    receipt = _headcount_declared(employer)
    agent.follow("Déclarations", within="nav").says(NAME).follow(NAME, within="main")
    agent.says(f"Reçu {receipt}").says("1 salarié déclaré").picture("association-declaration")

    _journal_read(agent, employer, receipt, reference)


def _member_created(agent: Screen) -> tuple[str, str]:
    """The company, then its letter; returns what the employer reads on it."""
    agent.follow("Entreprises", within="nav").follow("Créer une entreprise", within="main")
    agent.press(
        "Créer l’entreprise",
        {
            "Code adhérent": "220948",
            "Raison sociale": NAME,
            "SIRET": SIRET,
            "Adresse": "12 rue des Ajoncs",
            "Code postal": "22300",
            "Ville": "LANNION",
            "Date d’adhésion": f"02/01/{today().year}",
        },
    )
    agent.says("Entreprise créée").follow("Le générer", within="main").follow("Générer le n°", within="main")
    agent.press("Générer le numéro").says("Ce numéro ne sera plus affiché").picture("association-letter")
    with agent.page.expect_download() as saved:
        agent.follow("Télécharger le courrier", within="main")
    (letter,) = letters_in(saved.value.path().read_bytes())
    return letter.code, letter.number


def _account_opened(employer: Screen, mailbox: Mailbox, code: str, number: str) -> None:
    employer.open("/connexion/code").press("Valider", {"Code adhérent": code, "N° télédéclarant": number})
    employer.shows("Créer votre compte").says(NAME)
    employer.type_in({"Nom": "Briand", "Prénom": "Gwen", "Fonction": "Gérante", "N° mobile": "06 39 98 12 34"})
    employer.press("Créer le compte", {"Adresse e-mail": GWEN, "Confirmer adresse e-mail": GWEN})
    employer.shows("Consultez votre messagerie").sign_in(GWEN, mailbox.password_sent_to(GWEN))
    chosen = {"Nouveau mot de passe": OWN_PASSWORD, "Confirmez le nouveau mot de passe": OWN_PASSWORD}
    employer.shows("Choisissez votre mot de passe").press("Enregistrer", chosen).shows("Portail adhérents AIST22")


def _employee_declared(employer: Screen) -> None:
    employer.follow("Mes salariés").follow("Déclarer un nouveau salarié", within="main")
    employer.type_in({"Nom de naissance": "Tanguy", "Prénom": "Erwan", "Date de naissance": "4 mai 1990"})
    employer.type_in({"Date d’entrée": f"05/01/{today().year - 1}", "Poste": "Charpentier"})
    employer.field("Type de contrat").select_option("CDI")
    employer.tick("Chute de hauteur en montant ou en démontant des échafaudages")
    employer.main.get_by_role("button", name="Enregistrer", exact=True).click()
    employer.says("TANGUY Erwan est enregistré").says("Suivi renforcé (SIR)")


def _visit_asked_for(employer: Screen) -> str:
    employer.follow("Demander un rendez-vous", within="main").tick("Visite périodique")
    if not employer.javascript:
        employer.press("Continuer")
    employer.press("Envoyer la demande").shows("Demande envoyée")
    found = re.search(r"RV-\d{4}-\d{5}", employer.main.inner_text())
    assert found
    return found[0]


def _request_confirmed(agent: Screen, reference: str) -> None:
    agent.follow("Rendez-vous", within="nav").follow(reference, within="main").press("Prendre en charge")
    agent.says("Demande prise en charge").follow("Confirmer", within="main").shows("Confirmer un rendez-vous")
    ahead = (today() + timedelta(days=days) for days in range(14, 24))
    day = short_date(next(one for one in ahead if is_working_day(one)))
    agent.field("Centre").select_option("Centre de Saint-Brieuc")
    agent.press("Confirmer ce rendez-vous", {"Jour": day, "Heure": "9h30"}).says("Rendez-vous confirmé")


def _invoice_published(agent: Screen, app: Flask, invoice: bytes) -> None:
    """A Factur-X named anyhow: what stands inside says whose it is."""
    agent.follow("Documents", within="nav").follow("Déposer", within="main")
    file = {"name": "scan0001.pdf", "mimeType": "application/pdf", "buffer": invoice}
    agent.field("Fichiers").set_input_files(file)
    agent.main.get_by_role("button", name="Déposer", exact=True).click()
    _work_done(agent, app)
    agent.shows("Documents déposés").says(NAME).says("F-2027-00412").picture("association-documents")
    agent.follow("Publier 1").press("Publier 1")
    _work_done(agent, app)
    agent.says("1 document publié, 1 personne prévenue")


def _work_done(agent: Screen, app: Flask) -> None:
    agent.says("Vous pouvez quitter cette page")
    with app.app_context():
        work()
    # With JavaScript the page looks again by itself.
    if not agent.javascript:
        agent.follow("Actualiser", within="main")


def _headcount_declared(employer: Screen) -> str:
    employer.follow("Ma cotisation").press("Commencer la déclaration").shows("Vérifiez la liste de vos salariés")
    employer.press("Continuer").shows("Vérifiez votre effectif").press("Continuer")
    employer.press("Ces coordonnées sont exactes").tick(
        f"Je certifie l’exactitude des informations déclarées pour {NAME}"
    )
    employer.press("Envoyer la déclaration").shows("Déclaration envoyée")
    return employer.page.locator(".number").inner_text()


def _journal_read(agent: Screen, employer: Screen, receipt: str, reference: str) -> None:
    agent.follow("Journal", within="nav").press("Filtrer", {"Entreprise": NAME}).picture("association-journal")
    for act in ("Entreprise créée", "N° télédéclarant remplacé", "Compte créé", "Salarié déclaré TANGUY Erwan"):
        agent.says(act)
    agent.says(f"Rendez-vous confirmé {reference}").says("Document publié Facture F-2027-00412")
    agent.says(f"Déclaration envoyée {receipt}").says("Gwen BRIAND")
    employer.follow("Mon compte").follow("Journal des accès", within="main")
    employer.says("Un agent d’AIST22").says(f"Rendez-vous confirmé {reference}").says("Document publié")
