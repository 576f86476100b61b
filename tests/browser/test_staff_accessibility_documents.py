"""Documents, dropped to taken back, seen by axe-core as an agent goes through them."""

import pytest
from flask import Flask

from app.models import DocumentKind
from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import People
from tests.support.documents import PDF, published
from tests.support.drops import PLAIN, dropped, factur_x, published_batch, work, zipped

pytestmark = pytest.mark.browser
SECTION = "/gestion/documents/"
READY = "220417_FACTURE_F-1_2027-01-19.pdf"


@pytest.mark.looks_at("staff.documents.drop", "staff.documents.publish")
def test_dropping(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    assert people.bakery
    page.signed_in(app, people.anouk).open(SECTION).says("Aucun document publié")
    inspector.look(page, "nothing yet")
    page.follow("Déposer les premiers")
    inspector.look(page.picture("documents-drop"), "drop")
    page.press("Déposer", {"Date des documents qui n’en portent pas": "31/02/2027"}).errors.wait_for()
    inspector.look(page.picture("documents-drop-refused"), "drop refused")
    page.field("Fichiers").set_input_files({"name": READY, "mimeType": "application/pdf", "buffer": PLAIN})
    page.press("Déposer", {"Date des documents qui n’en portent pas": ""}).says("En attente de son tour")
    inspector.look(page.picture("documents-reading"), "under reading")
    with app.app_context():
        work()
    page.looks_again().shows("Documents déposés").says("Prêt")
    page.follow("Publier 1").shows("Publier 1 document ?")
    inspector.look(page.picture("documents-publish"), "publish")


@pytest.mark.looks_at("staff.documents.abandon", "staff.documents.show")
def test_a_batch_of_every_kind(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    lot = _lot(app, people)
    page.signed_in(app, people.anouk).open(lot).says("En double dans le lot")
    inspector.look(page.picture("documents-batch"), "every kind")
    inspector.look(page.open(f"{lot}?etat=publie").says("Aucun document dans cet état"), "none of a kind")
    inspector.look(page.open(f"{lot}/abandonner").picture("documents-abandon"), "abandon")


@pytest.mark.looks_at("staff.documents.correct")
def test_correcting(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    lot = _lot(app, people)
    page.signed_in(app, people.anouk)
    page.open(f"{lot}?etat=ambigu").follow("Choisir", within="table").shows("Corriger un document")
    page.press("Enregistrer", {"Échéance": "hier", "Montant TTC": "beaucoup"}).errors.wait_for()
    inspector.look(page.picture("documents-correct-ambiguous"), "to choose, refused")
    page.open(f"{lot}?etat=sans-adherent").follow("Corriger", within="table").shows("Corriger un document")
    page.press("Enregistrer", {"Adhérent": "personne"}).errors.wait_for()
    inspector.look(page.picture("documents-correct"), "to correct, refused")
    page.open(f"{lot}?etat=autre-version").follow("Corriger", within="table").says("Remplacer le document")
    inspector.look(page, "to replace")


@pytest.mark.looks_at("staff.documents.index", "staff.documents.withdraw")
def test_what_is_published(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    published(app, people.bakery)
    published(app, people.garage, "A-2027-1", DocumentKind.ATTESTATION, file=None)
    lot = dropped(app, people.anouk, {READY: PLAIN})
    published_batch(app, people.anouk, lot)
    page.signed_in(app, people.anouk).open(f"{SECTION}lots/{lot}").says("Il ne reste rien à traiter")
    inspector.look(page.picture("documents-published-batch"), "a batch that is published")
    page.open(SECTION).says("Derniers lots déposés")
    inspector.look(page.picture("documents-list"), "published")
    inspector.look(page.open(f"{SECTION}?q=le+gall").says("F-2027-00412"), "found")
    inspector.look(page.open(f"{SECTION}?q=xyz").says("Aucun document ne correspond"), "nothing found")
    page.open(f"{SECTION}?q=le+gall").follow("Retirer", within="table").says("ne verra plus ce document")
    inspector.look(page.picture("documents-withdraw"), "withdraw")
    page.press("Retirer 1 document").errors.wait_for()
    inspector.look(page, "withdraw refused")


def _lot(app: Flask, people: People) -> str:
    """The address of a batch whose files stand everywhere a file can."""
    published(app, people.bakery, "F-2")
    published(app, people.bakery, "F-3")
    people.company("BOULANGERIE LE GALL", "220418", "PLÉRIN", siret="80331845800012")
    files = {
        READY: PLAIN,
        READY.replace("FACTURE", "facture"): PLAIN,
        "220417_FACTURE_F-2_2027-01-19.pdf": PDF,
        "220417_FACTURE_F-3_2027-01-19.pdf": PLAIN,
        "220417_ATTESTATION_A-1.pdf": PLAIN,
        "220999_FACTURE_F-4_2027-01-19.pdf": PLAIN,
        "numérisation du 19 janvier, sans rien qui dise à qui elle est.pdf": PLAIN,
        "scan.pdf": factur_x(),
        "vide.pdf": b"",
        "lot.zip": zipped({"tableau.xlsx": b"PK", "documents.csv": b"code_adherent;type\n220417;FACTURE\n"}),
    }
    return f"{SECTION}lots/{dropped(app, people.anouk, files)}"
