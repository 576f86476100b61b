"""Mon compte, Mon profil and Contact in a real browser: as people use them, and by axe-core in every state."""

import pytest
from flask import Flask

from app.extensions import db
from app.models import Centre
from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import PASSWORD, People
from tests.support.accounts import contact
from tests.support.browser import Browser

pytestmark = pytest.mark.browser

STAFF = "cotisations@aist22.example.org"


@pytest.mark.looks_at(
    "portal.account.add_contact",
    "portal.account.billing",
    "portal.account.change_role",
    "portal.account.coordinates",
    "portal.account.edit_contact",
    "portal.account.index",
    "portal.account.invite",
    "portal.account.journal",
    "portal.account.remove_contact",
)
def test_mon_compte_by_axe(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    page.signed_in(app, people.yann)
    home = f"/e/{people.bakery}/compte"
    inspector.look(page.open(home), "nothing yet")
    for path in ("/coordonnees", "/facturation", "/contacts/nouveau", "/acces/inviter", "/acces/1/role"):
        inspector.look(page.open(home + path))
    page.press("Enregistrer").errors.wait_for()
    inspector.look(page, "role refused")
    page.open(home + "/contacts/nouveau").press("Enregistrer").errors.wait_for()
    inspector.look(page, "contact refused")
    page.open(home + "/acces/inviter").press("Envoyer l’invitation").errors.wait_for()
    inspector.look(page, "invitation refused")
    long_address = "prenom.nomdefamilletreslong@etablissementsecondairedesaintbrieuc.example.org"
    contact(app, people.bakery, email=long_address, job_title="Assistante de direction")
    inspector.look(page.open(home), "a long address")
    for path in ("/contacts/1", "/contacts/1/supprimer"):
        inspector.look(page.open(home + path))
    invited = {"Nom": "M", "Prénom": "N", "Fonction": "RH", "Adresse e-mail": "n@example.org"}
    page.open(home + "/acces/inviter").press("Envoyer l’invitation", {**invited, "Votre mot de passe": PASSWORD})
    inspector.look(page.says("Invitation envoyée"), "somebody invited")
    page.open(home + "/facturation")
    other = Browser(app).sign_in(people.maelle)
    other.get(home + "/facturation")
    other.submit("Enregistrer", {"Destinataire des factures": "LA SIENNE"})
    page.press("Enregistrer", {"Destinataire des factures": "LA MIENNE"}).says("ont changé pendant votre saisie")
    inspector.look(page, "two versions")
    inspector.look(page.open(home + "/journal"))


@pytest.mark.looks_at("profile.close", "profile.confirm_email", "profile.email", "profile.mails")
def test_mon_profil_by_axe(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    people.clients(people.jeanne, 1)
    page.signed_in(app, people.jeanne)
    for path in ("/profil/e-mail", "/profil/mes-e-mails", "/profil/supprimer", "/profil/e-mail/nothing"):
        inspector.look(page.open(path))
    page.open("/profil/supprimer").press("Supprimer mon compte").errors.wait_for()
    inspector.look(page, "closing refused")
    page.open("/profil/e-mail").press("Recevoir le lien").errors.wait_for()
    inspector.look(page, "address refused")
    page.press("Recevoir le lien", {"Nouvelle adresse e-mail": "n@example.org", "Votre mot de passe": PASSWORD})
    inspector.look(page.says("Consultez votre nouvelle messagerie"), "link sent")
    page.signed_in(app, people.yann).open("/profil/supprimer").says("seul responsable")
    inspector.look(page, "the only manager")


@pytest.mark.looks_at("portal.contact.index")
def test_contact_by_axe(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    with app.app_context():
        db.session.add(Centre(name="Centre de Lannion", address="12 quai Exemple, 22300 LANNION"))
        db.session.commit()
    inspector.look(page.open("/contact"))
    page.press("Envoyer le message").errors.wait_for()
    inspector.look(page, "message refused")
    page.signed_in(app, people.yann).open(f"/e/{people.bakery}/contact")
    inspector.look(page, "inside a company")
    page.main.get_by_label("Sujet").select_option("autre")
    page.press("Envoyer le message", {"Votre message": "Bonjour"}).says("Message envoyé")
    inspector.look(page, "sent")
