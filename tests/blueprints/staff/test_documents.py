"""Documents, as an agent sees them: dropped, checked, corrected, published, taken back."""

from io import BytesIO

import pytest
from flask import Flask

from app.blueprints.staff.documents import dropping
from app.extensions import db
from app.models import Document, DocumentBatch, StaffRight
from app.services import jobs
from app.services.staff import document_batches
from tests.people import People
from tests.support.browser import Browser
from tests.support.documents import published
from tests.support.drops import PLAIN, batch_of, dropped, factur_x, files_of, work, zipped
from tests.support.records import count, facts_of, journal, user_of

DROP, SECTION = "/gestion/documents/deposer", "/gestion/documents/"


@pytest.fixture
def anouk(app: Flask, people: People) -> Browser:
    return Browser(app).sign_in(people.anouk)


def drop(browser: Browser, files: dict[str, bytes], *, expect: int = 303, **fields: str) -> None:
    """Send files as browsers do, several under one name."""
    browser.get(DROP)
    once = browser.page.find("input", {"name": "envoi"})["value"]
    data = {"envoi": once, "issued_on": "", **fields}
    data["files"] = [(BytesIO(content), name) for name, content in files.items()]
    browser.post(DROP, data, expect=expect)
    close(browser)


def close(browser: Browser) -> None:
    """What the test client wrote on the disk to send it."""
    browser.response.request.environ["wsgi.input"].close()


def read(app: Flask, browser: Browser) -> None:
    """Follow the work that the drop leads to, once it is done."""
    with app.app_context():
        work()
    browser.get(browser.response.headers["Location"])


def test_from_the_drop_to_the_member(app: Flask, people: People, anouk: Browser) -> None:
    assert people.bakery
    anouk.get(SECTION)
    assert "Aucun document publié" in anouk.text
    drop(anouk, {"scan.pdf": factur_x(), "lot.zip": zipped({"x.pdf": PLAIN}), "vide.pdf": b""})
    anouk.get(anouk.response.headers["Location"])
    assert "En attente de son tour" in anouk.text
    with app.app_context():
        work()
    anouk.get(anouk.url)
    assert anouk.heading == "Documents déposés"
    assert [row["État"].split("\u00a0")[0][:13] for row in anouk.rows()] == ["Prêt", "Refusé Le fic", "Sans adhérent"]
    anouk.follow("Publier 1")
    assert anouk.heading == "Publier 1 document ?"
    anouk.submit("Publier 1")
    with app.app_context():
        work()
    anouk.get(anouk.url)
    assert "1 document publié, 0 personne prévenue." in anouk.text
    yann = Browser(app).sign_in(people.yann)
    yann.get(f"/e/{people.bakery}/documents")
    yann.follow("Facture F-2027-00412")
    assert yann.response.data.startswith(b"%PDF-")


def test_nothing_was_chosen(anouk: Browser) -> None:
    drop(anouk, {}, expect=422, issued_on="31/02/2027")
    assert anouk.errors == [
        "Choisissez au moins un fichier",
        "« 31/02/2027 » n’existe pas. Saisissez une date comme 27/03/2027",
    ]
    assert anouk.value_of("Date des documents qui n’en portent pas (facultatif)") == "31/02/2027"


def test_a_drop_sent_twice_makes_one_batch(app: Flask, anouk: Browser) -> None:
    drop(anouk, {"x.pdf": PLAIN})
    anouk.get(DROP)
    again = {"files": [(BytesIO(PLAIN), "x.pdf")], "envoi": "0" * 32, "issued_on": ""}
    anouk.post(DROP, dict(again))
    first = anouk.response.headers["Location"]
    anouk.get(DROP)
    anouk.post(DROP, {**again, "files": [(BytesIO(PLAIN), "x.pdf")]})
    assert anouk.response.headers["Location"] == first
    assert count(app, DocumentBatch) == 2


def test_a_drop_may_be_larger_than_any_other_request(
    app: Flask, people: People, anouk: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = PLAIN + b"\0" * app.config["MAX_CONTENT_LENGTH"]
    drop(anouk, {f"{rank}.pdf": large for rank in range(2)})
    read(app, anouk)
    [batch] = [anouk.url.rpartition("/")[2].partition("?")[0]]
    assert [file.file_size for file in files_of(app, batch).values()] == [len(large)] * 2
    # Nobody else may send so much, whatever the address.
    for browser in (Browser(app), Browser(app).sign_in(people.yann)):
        browser.get("/contact")
        browser.post(DROP, {"files": (BytesIO(large), "a.pdf")}, expect=413)
        close(browser)
    monkeypatch.setattr(dropping.drop, "largest_upload", 100)
    drop(anouk, {"a.pdf": large}, expect=413)
    assert anouk.heading == "Fichier trop volumineux"
    assert "déposez vos documents en plusieurs fois" in anouk.text
    monkeypatch.setattr(dropping.drop, "most_parts", 10)
    drop(anouk, {f"{rank}.pdf": PLAIN for rank in range(12)}, expect=413)


def test_hundreds_of_files_in_one_drop(app: Flask, anouk: Browser) -> None:
    files = {f"{rank}.pdf": PLAIN + str(rank).encode() for rank in range(300)}
    drop(anouk, files)
    read(app, anouk)
    assert "300 documents" in anouk.text
    assert len(anouk.rows()) == 100
    assert len(anouk.statements) < 12
    anouk.follow("Page suivante")
    assert anouk.rows()[0]["Fichier"] == "100.pdf"


def test_a_file_without_a_member_is_corrected(app: Flask, people: People, anouk: Browser) -> None:
    assert people.bakery
    batch = dropped(app, people.anouk, {"x.pdf": PLAIN})
    anouk.get(f"{SECTION}lots/{batch}")
    anouk.follow("Corriger")
    anouk.submit("Enregistrer", {"Adhérent": "personne", "Échéance (facultatif)": "hier"}, expect=422)
    assert anouk.errors == [
        "Aucun adhérent ne correspond à « personne » : saisissez le code adhérent, le SIRET ou le nom",
        "Choisissez un type",
        "Saisissez le numéro du document",
        "Saisissez la date du document",
        "« hier » n’est pas une date. Saisissez une date comme 27/03/2027",
    ]
    assert anouk.value_of("Adhérent") == "personne"
    told = {"Adhérent": "le gall", "Type": "FACTURE", "Numéro": "F-1", "Date": "19/1/27"}
    anouk.submit("Enregistrer", {**told, "Échéance (facultatif)": "", "Montant TTC (facultatif)": "57,6"})
    assert "Document corrigé" in anouk.text
    assert anouk.rows()[0]["Adhérent"].startswith("BOULANGERIE LE GALL")
    assert anouk.rows()[0]["Montant TTC"] == "57,60 €"
    anouk.follow("Corriger")
    assert anouk.value_of("Adhérent") == "22\u00a00417"
    anouk.submit("Retirer ce fichier")
    assert "Fichier retiré du lot" in anouk.text
    assert "Ce lot ne contient aucun document" in anouk.text


def test_an_agent_chooses_between_two_members(app: Flask, people: People, anouk: Browser) -> None:
    assert people.bakery
    bis = people.company("BOULANGERIE BIS", "220418", siret="80331845800012")
    batch = dropped(app, people.anouk, {"scan.pdf": factur_x()})
    anouk.get(f"{SECTION}lots/{batch}")
    anouk.follow("Choisir")
    anouk.submit("Enregistrer", expect=422)
    assert anouk.errors == ["Plusieurs adhérents correspondent : choisissez lequel, ou précisez"]
    [option] = [label["for"] for label in anouk.page.select("label") if "BIS" in label.text]
    value = anouk.page.find(id=option)["value"]
    data = anouk._values(anouk.page.find("input", {"name": "version"}).find_parent("form"))
    anouk.post(anouk.url, {**data, "choice": value})
    anouk.get(anouk.response.headers["Location"])
    assert anouk.rows()[0]["Adhérent"].startswith("BOULANGERIE BIS")
    assert bis


def test_a_file_that_another_agent_changed_keeps_the_input(app: Flask, people: People, anouk: Browser) -> None:
    assert people.bakery
    batch = dropped(app, people.anouk, {"x.pdf": PLAIN})
    anouk.get(f"{SECTION}lots/{batch}")
    anouk.follow("Corriger")
    second = Browser(app).sign_in(people.agent("Nolwenn", StaffRight.DOCUMENTS))
    second.get(anouk.url)
    told = {"Adhérent": "220417", "Type": "FACTURE", "Numéro": "F-1", "Date": "19/01/2027"}
    anouk.submit("Enregistrer", told)
    second.submit("Enregistrer", {**told, "Numéro": "F-2"}, expect=422)
    assert second.errors[0].startswith("Un autre agent a modifié ce document")
    assert second.value_of("Numéro") == "F-2"
    second.submit("Enregistrer")
    assert "Facture F-2" in second.rows()[0]["Document"]


def test_more_than_a_hundred_are_counted_before_they_are_published(app: Flask, people: People, anouk: Browser) -> None:
    assert people.bakery
    files = {f"220417_FACTURE_F-{rank}_2027-01-19.pdf": PLAIN for rank in range(101)}
    batch = dropped(app, people.anouk, {"lot.zip": zipped(files)})
    anouk.get(f"{SECTION}lots/{batch}/publier")
    anouk.submit("Publier 101", expect=422)
    assert anouk.errors == ["Tapez 101 pour confirmer"]
    anouk.submit("Publier 101", {"Pour confirmer, tapez leur nombre": "101"})
    assert "En attente de son tour" in anouk.text
    # Asked again meanwhile, it leads to the work under way.
    anouk.get(f"{SECTION}lots/{batch}/publier")
    assert anouk.heading == "Publication des documents"


def test_a_publication_that_stopped_is_taken_up_again(app: Flask, people: People, anouk: Browser) -> None:
    assert people.bakery
    batch = dropped(app, people.anouk, {"220417_FACTURE_F-1_2027-01-19.pdf": PLAIN})
    with app.app_context():
        agent = user_of(people.anouk)
        jobs.cancel(agent, document_batches.publish(agent, batch_of(batch)))
        db.session.commit()
    anouk.get(f"{SECTION}lots/{batch}")
    assert "La publication a été interrompue" in anouk.text
    anouk.follow("Reprendre la publication")
    anouk.submit("Reprendre la publication")
    with app.app_context():
        work()
    assert count(app, Document) == 1


def test_a_batch_is_abandoned(app: Flask, people: People, anouk: Browser) -> None:
    batch = dropped(app, people.anouk, {"x.pdf": PLAIN})
    anouk.get(f"{SECTION}lots/{batch}")
    anouk.follow("Abandonner ce lot")
    anouk.submit("Abandonner 1 document")
    assert "Lot abandonné" in anouk.text
    anouk.get(f"{SECTION}lots/{batch}", expect=404)


def test_a_document_is_taken_back_with_its_reason(app: Flask, people: People, anouk: Browser) -> None:
    published(app, people.bakery)
    anouk.get(SECTION, q="le gall")
    second = Browser(app).sign_in(people.anouk)
    second.get(SECTION)
    for browser in (anouk, second):
        browser.follow("Retirer")
    anouk.submit("Retirer 1 document", expect=422)
    assert anouk.errors == ["Choisissez un motif"]
    anouk.post(anouk.url, {"reason": "contenu"})
    anouk.get(anouk.response.headers["Location"])
    assert "Document retiré" in anouk.text
    second.post(second.url, {"reason": "contenu"})
    second.get(second.response.headers["Location"])
    assert "Ce document était déjà retiré" in second.text
    assert journal(app).count("document.withdrawn") == 1


def test_an_agent_who_reads_a_document_is_written_down(app: Flask, people: People, anouk: Browser) -> None:
    published(app, people.bakery)
    anouk.get(SECTION)
    anouk.follow("Facture F-2027-00412")
    assert anouk.response.mimetype == "application/pdf"
    assert journal(app)[-1] == "document.read"


def test_the_list_is_narrowed_as_one_types(app: Flask, people: People, anouk: Browser) -> None:
    published(app, people.bakery)
    assert "Facture F-2027-00412" in str(anouk.fragment(SECTION, q="le gall"))
    assert "Aucun document ne correspond" in str(anouk.fragment(SECTION, q="le gall", type="AVOIR"))


def test_a_dropped_file_is_looked_at(app: Flask, people: People, anouk: Browser) -> None:
    batch = dropped(app, people.anouk, {"../é\x07x.pdf": PLAIN})
    [file] = files_of(app, batch).values()
    anouk.get(f"{SECTION}lots/{batch}")
    anouk.follow("éx.pdf")
    assert anouk.response.data == PLAIN
    anouk.get(f"{SECTION}lots/{batch}/fichiers/{file.id + 1}/telecharger", expect=404)


def test_who_looks_at_a_dropped_file_corrects_it_or_takes_it_out_is_in_the_journal(
    app: Flask, people: People, anouk: Browser
) -> None:
    assert people.bakery
    batch = dropped(app, people.anouk, {"x.pdf": PLAIN, "y.pdf": PLAIN + b"2"})
    first, second = (file.id for file in files_of(app, batch).values())
    lot = f"{SECTION}lots/{batch}"
    anouk.get(f"{lot}/fichiers/{first}/telecharger")
    anouk.get(f"{lot}/fichiers/{first}")
    said = {"Adhérent": "220417", "Type": "FACTURE", "Numéro": "F-1", "Date": "19/01/2027"}
    anouk.submit("Enregistrer", said)
    anouk.post(f"{lot}/fichiers/{second}/retirer")
    assert journal(app)[-3:] == ["documents.file_read", "documents.file_corrected", "documents.file_removed"]
    assert facts_of(app, "documents.file_corrected") == [{"batch": batch, "file": first}]
