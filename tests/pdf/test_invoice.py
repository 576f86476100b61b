"""The invoice as the association's own software would issue it: a tagged PDF that says what is due, and how to pay."""

from typing import Any

import pytest
from flask import Flask

from app import pdf
from tests.support.pdf import text_of

FACTS: dict[str, Any] = {
    "title": "Facture F-2027-00412",
    "author": "AIST22",
    "association": "Santé au Travail",
    "issuer": ["12 rue Exemple, 22000 SAINT-BRIEUC", "SIRET 123 456 789 00012"],
    "customer": ["L’OR #FIN *& FILS*", "3 rue du Port", "22000 SAINT-BRIEUC"],
    "about": [["Code adhérent", "22 0417"], ["Date d’émission", "19/01/2027"], ["Échéance", "18/02/2027"]],
    "lines": [["Cotisation 2027, suivi simple", "5", "96,00 €", "480,00 €"]],
    "net": "480,00 €",
    "vat_label": "TVA 20 %",
    "vat": "96,00 €",
    "gross": "576,00 €",
}
PAYMENT = {"lines": [["Titulaire", "AIST22"], ["IBAN", "FR76 3000 6000 0112 3456 7890 189"]]}


def test_the_invoice_is_tagged_and_says_everything(app: Flask) -> None:
    with app.app_context():
        file = pdf.write("invoice", {**FACTS, "payment": {**PAYMENT, "qr": pdf.qr_code("BCD"), "qr_alt": "Code"}})
    for mark in (b"/Marked true", b"/Lang(fr-FR)", b"/T(Facture F-2027-00412)", b"/Alt(Code)", b"/S/TH"):
        assert mark in file
    text = text_of(file)
    for told in ("22 0417", "18/02/2027", "Cotisation 2027", "480,00 €", "TVA 20 %", "576,00 €", "FR76 3000"):
        assert told in text
    assert "Document émis par le logiciel de gestion de l’association" in text


def test_a_name_is_never_markup(app: Flask) -> None:
    with app.app_context():
        assert "L’OR #FIN *& FILS*" in text_of(pdf.write("invoice", FACTS))


@pytest.mark.parametrize("without", ["association", "payment", "conditions", "foot"])
def test_what_is_optional_may_be_left_out(app: Flask, without: str) -> None:
    whole = {**FACTS, "payment": PAYMENT, "conditions": ["Pas d’escompte."], "foot": "Exemplaire"}
    with app.app_context():
        text = text_of(pdf.write("invoice", {name: value for name, value in whole.items() if name != without}))
    said = {"association": "Santé au Travail", "payment": "Titulaire", "conditions": "escompte", "foot": "Exemplaire"}
    assert [name for name, words in said.items() if words not in text] == [without]
