"""Mon compte, Mon profil and Contact in a real browser: as people use them, and by axe-core in every state."""

from pathlib import Path

import pytest
from flask import Flask

from app.extensions import db
from app.models import Centre
from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import PASSWORD, People
from tests.support.accounts import contact
from tests.support.browser import Browser
from tests.support.mailbox import Mailbox, text_of

pytestmark = pytest.mark.browser

STAFF = "cotisations@aist22.example.org"


def test_an_employer_corrects_confirms_and_invites(page: Screen, app: Flask, people: People) -> None:
    page.signed_in(app, people.yann).open(f"/e/{people.bakery}/compte").shows("Mon compte")
    page.follow("Modifier les coordonnées").shows("Modifier les coordonnées")
    page.press("Enregistrer", {"Téléphone": "12"}).errors.wait_for()
    page.press("Enregistrer", {"Téléphone": "02 96 00 00 00"}).says("Coordonnées enregistrées")
    page.follow("Ajouter un contact").shows("Ajouter un contact")
    page.main.get_by_label("Type de contact").select_option("rh")
    page.press("Enregistrer", {"Nom et prénom": "Nadia MORIN", "Téléphone": "06 12 34 56 78"}).says(
        "Contact enregistré"
    )
    page.press("Confirmer mes coordonnées").says("par Yann LE GALL").picture("compte")
    page.follow("Inviter un collègue").shows("Inviter un collègue")
    page.type_in({"Nom": "Morin", "Prénom": "Nadia", "Fonction": "RH", "Adresse e-mail": "nadia@example.org"})
    page.tick("Responsable").press("Envoyer l’invitation", {"Votre mot de passe": PASSWORD})
    page.says("Invitation envoyée").says("nadia@example.org")


def test_a_message_with_its_file(page: Screen, app: Flask, people: People, mailbox: Mailbox, tmp_path: Path) -> None:
    bill = tmp_path / "facture.pdf"
    bill.write_bytes(b"%PDF-1.7 a bill")
    page.signed_in(app, people.yann).open(f"/e/{people.bakery}/").follow("Contact", within="footer")
    page.shows("Contactez-nous").says("BOULANGERIE LE GALL")
    page.main.get_by_label("Sujet").select_option("factures")
    page.field("Joindre un fichier").set_input_files(bill)
    page.press("Envoyer le message", {"Votre message": "Voici la facture."}).says("Référence CT-")
    letter = mailbox.last_to(STAFF)
    assert "Voici la facture." in text_of(letter)
    assert [one.get_filename() for one in letter.iter_attachments()] == ["facture.pdf"]


def test_a_person_changes_address_and_closes_their_account(
    page: Screen, app: Flask, people: People, mailbox: Mailbox
) -> None:
    assert people.yann
    page.signed_in(app, people.maelle).open("/profil").follow("Modifier mon adresse e-mail", within="main")
    page.press("Recevoir le lien", {"Nouvelle adresse e-mail": "m@example.org", "Votre mot de passe": PASSWORD})
    page.says("Consultez votre nouvelle messagerie")
    link = next(line for line in text_of(mailbox.last_to("m@example.org")).splitlines() if "/profil/e-mail/" in line)
    page.open(link.strip()).press("Utiliser cette adresse").says("Adresse e-mail modifiée").says("m@example.org")
    page.follow("Supprimer mon compte", within="main").press("Supprimer mon compte", {"Votre mot de passe": PASSWORD})
    page.shows("Connexion à votre espace").says("Votre compte est supprimé")


def test_mon_compte_by_axe(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    scripted.signed_in(app, people.yann)
    home = f"/e/{people.bakery}/compte"
    inspector.look(scripted.open(home), "nothing yet")
    for page in ("/coordonnees", "/facturation", "/contacts/nouveau", "/acces/inviter", "/acces/1/role"):
        inspector.look(scripted.open(home + page))
    scripted.press("Enregistrer").errors.wait_for()
    inspector.look(scripted, "role refused")
    scripted.open(home + "/contacts/nouveau").press("Enregistrer").errors.wait_for()
    inspector.look(scripted, "contact refused")
    scripted.open(home + "/acces/inviter").press("Envoyer l’invitation").errors.wait_for()
    inspector.look(scripted, "invitation refused")
    contact(app, people.bakery)
    for page in ("/contacts/1", "/contacts/1/supprimer"):
        inspector.look(scripted.open(home + page))
    invited = {"Nom": "M", "Prénom": "N", "Fonction": "RH", "Adresse e-mail": "n@example.org"}
    scripted.open(home + "/acces/inviter").press("Envoyer l’invitation", {**invited, "Votre mot de passe": PASSWORD})
    inspector.look(scripted.says("Invitation envoyée"), "somebody invited")
    scripted.open(home + "/facturation")
    other = Browser(app).sign_in(people.maelle)
    other.get(home + "/facturation")
    other.submit("Enregistrer", {"Destinataire des factures": "LA SIENNE"})
    scripted.press("Enregistrer", {"Destinataire des factures": "LA MIENNE"}).says("ont changé pendant votre saisie")
    inspector.look(scripted, "two versions")


def test_mon_profil_by_axe(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    people.clients(people.jeanne, 1)
    scripted.signed_in(app, people.jeanne)
    for page in ("/profil/e-mail", "/profil/mes-e-mails", "/profil/supprimer", "/profil/e-mail/nothing"):
        inspector.look(scripted.open(page))
    scripted.open("/profil/supprimer").press("Supprimer mon compte").errors.wait_for()
    inspector.look(scripted, "closing refused")
    scripted.open("/profil/e-mail").press("Recevoir le lien").errors.wait_for()
    inspector.look(scripted, "address refused")
    scripted.press("Recevoir le lien", {"Nouvelle adresse e-mail": "n@example.org", "Votre mot de passe": PASSWORD})
    inspector.look(scripted.says("Consultez votre nouvelle messagerie"), "link sent")
    scripted.signed_in(app, people.yann).open("/profil/supprimer").says("seul responsable")
    inspector.look(scripted, "the only manager")


def test_contact_by_axe(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    with app.app_context():
        db.session.add(Centre(name="Centre de Lannion", address="12 quai Exemple, 22300 LANNION"))
        db.session.commit()
    inspector.look(scripted.open("/contact"))
    scripted.press("Envoyer le message").errors.wait_for()
    inspector.look(scripted, "message refused")
    scripted.signed_in(app, people.yann).open(f"/e/{people.bakery}/contact")
    inspector.look(scripted, "inside a company")
    scripted.main.get_by_label("Sujet").select_option("autre")
    scripted.press("Envoyer le message", {"Votre message": "Bonjour"}).says("Message envoyé")
    inspector.look(scripted, "sent")
