"""Mon compte, Mon profil and Contact in a real browser: as people use them, and by axe-core in every state."""

from pathlib import Path

import pytest
from flask import Flask

from tests.browser.screen import Screen
from tests.people import PASSWORD, People
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
