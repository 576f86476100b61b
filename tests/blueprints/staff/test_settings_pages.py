"""Administrators change the settings of the portal, see who did, and go back to the installation's values."""

import pytest
from flask import Flask

from app import settings
from app.clock import now
from app.extensions import db
from app.models import StaffRight
from tests.people import People
from tests.support.browser import Browser
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import facts_of, letters_to, user_of

IBAN = "FR14 2004 1010 0505 0001 3M02 606"


@pytest.fixture
def agent(app: Flask, people: People) -> Browser:
    return Browser(app).sign_in(people.agent("Nolwenn", StaffRight.ADMINISTRATION))


def send_access(agent: Browser, *documents: str) -> None:
    """Several boxes of one name are ticked."""
    agent.get("/gestion/reglages/acces")
    values = {name: agent.page.find("input", {"name": name})["value"] for name in ("seen", "provisional_hours")}
    data = {**values, "attach_policy": "immediate", "documents_tiers": list(documents)}
    agent.post("/gestion/reglages/acces", data)


def test_a_setting_applies_at_once_and_says_who_changed_it(app: Flask, agent: Browser, browser: Browser) -> None:
    agent.get("/gestion/reglages/contacts")
    agent.submit("Enregistrer", {"Adresse e-mail": "Accueil@SPSTI.example.org", "Téléphone": "0298000000"})
    assert "Réglages enregistrés" in agent.text
    assert "par Nolwenn AGENT" in agent.text
    browser.get("/contact")
    assert "accueil@spsti.example.org" in browser.text
    assert "02 98 00 00 00" in browser.text
    assert facts_of(app, "setting.changed") == [
        {
            "setting": "CONTACT_COTISATIONS",
            "before": "cotisations@aist22.example.org",
            "after": "accueil@spsti.example.org",
        },
        {"setting": "CONTACT_TELEPHONE", "before": "02 96 00 00 00", "after": "02 98 00 00 00"},
    ]


def test_nobody_may_answer_the_telephone(agent: Browser, browser: Browser) -> None:
    agent.get("/gestion/reglages/contacts")
    agent.submit("Enregistrer", {"Téléphone": ""})
    browser.get("/contact")
    assert "Téléphone" not in browser.text
    assert "Appelez-nous" not in browser.page.footer.get_text()


def test_a_postal_address_is_where_members_write_to(app: Flask, agent: Browser, browser: Browser) -> None:
    agent.get("/gestion/reglages/contacts")
    agent.submit("Enregistrer", {"Adresse postale": "12 rue Exemple\r\n22000 SAINT-BRIEUC"})
    assert "12 rue Exemple, 22000 SAINT-BRIEUC" in agent.text
    browser.get("/contact")
    assert "12 rue Exemple" in browser.text
    browser.get("/mentions-legales")
    assert "12 rue Exemple, 22000 SAINT-BRIEUC" in browser.text
    agent.get("/gestion/reglages/contacts")
    assert agent.value_of("Adresse postale") == "12 rue Exemple\n22000 SAINT-BRIEUC"
    agent.submit("Enregistrer", {"Adresse postale": "\n".join("12345")}, expect=422)
    assert "4 lignes au plus" in " ".join(agent.errors)


def test_every_administrator_is_told_that_the_iban_changed(
    app: Flask, agent: Browser, people: People, mailbox: Mailbox
) -> None:
    nolwenn, anouk = "nolwenn.agent@example.org", people.anouk
    tristan = people.agent("Tristan", StaffRight.TEXTS)
    gone = people.agent("Paul", StaffRight.ADMINISTRATION)
    with app.app_context():
        user_of(gone).disabled_at = now()
        db.session.commit()
    agent.get("/gestion/reglages/paiements")
    agent.submit("Enregistrer", {"IBAN": IBAN, "BIC": "PSSTFRPPPAR"})
    assert letters_to(app, nolwenn) == letters_to(app, anouk) == ["iban_changed"]
    assert letters_to(app, tristan) == letters_to(app, gone) == []
    told = text_of(mailbox.last_to(anouk))
    assert "Nolwenn AGENT" in told
    assert "se termine par 2606" in told
    assert "0001" not in told
    agent.follow("Revenir à la valeur de l’installation")
    agent.submit("Revenir à la valeur de l’installation")
    assert "ne propose plus le virement" in " ".join(text_of(mailbox.last_to(nolwenn)).split())


def test_rules_that_members_meet(app: Flask, agent: Browser) -> None:
    agent.get("/gestion/reglages/rendez-vous")
    agent.submit("Enregistrer", {"Préavis, en heures": "72", "Frais d’absence, en euros hors taxes": "35"})
    assert "35 € hors taxes" in agent.text
    send_access(agent, "AVOIR", "RECU", "AUTRE", "ATTESTATION")
    agent.get("/gestion/reglages/paiements")
    agent.submit("Enregistrer", {"IBAN": IBAN, "BIC": "PSSTFRPPPAR"})
    assert "FR14 2004 1010" in agent.text
    with app.app_context():
        kept = {name: app.config[name] for name in ("PREAVIS_HEURES", "FRAIS_ABSENCE", "DOCUMENTS_TIERS", "IBAN")}
    assert kept == {
        "PREAVIS_HEURES": 72,
        "FRAIS_ABSENCE": 35,
        "DOCUMENTS_TIERS": frozenset({"AVOIR", "RECU", "AUTRE", "ATTESTATION"}),
        "IBAN": IBAN.replace(" ", ""),
    }


def test_fees_have_cents(app: Flask, agent: Browser, browser: Browser) -> None:
    agent.get("/gestion/reglages/rendez-vous")
    agent.submit("Enregistrer", {"Frais d’absence, en euros hors taxes": "82,46"})
    assert "82,46 € hors taxes" in agent.text
    with app.app_context():
        assert settings.absence_fee() == 8246
    agent.get("/gestion/reglages/rendez-vous")
    agent.submit("Enregistrer")
    assert len(facts_of(app, "setting.changed")) == 1


def test_saving_what_is_there_already_saves_nothing(app: Flask, agent: Browser) -> None:
    for group in ("contacts", "rendez-vous", "paiements"):
        agent.get(f"/gestion/reglages/{group}")
        agent.submit("Enregistrer")
    send_access(agent, "FACTURE", "AVOIR", "RECU", "AUTRE")
    assert facts_of(app, "setting.changed") == []
    agent.get("/gestion/reglages")
    assert "Revenir à la valeur" not in agent.text


def test_one_goes_back_to_the_installation_s_value(app: Flask, agent: Browser) -> None:
    agent.get("/gestion/reglages/rendez-vous")
    agent.submit("Enregistrer", {"Préavis, en heures": "72"})
    agent.follow("Revenir à la valeur de l’installation")
    assert "48 heures" in agent.text
    agent.submit("Revenir à la valeur de l’installation")
    assert "Valeur de l’installation rétablie" in agent.text
    assert "Revenir" not in agent.text
    with app.app_context():
        assert app.config["PREAVIS_HEURES"] == 48
    agent.get("/gestion/reglages/valeurs/preavis-heures/installation")
    assert "déjà la valeur de l’installation" in agent.text


@pytest.mark.parametrize(
    ("group", "label", "typed", "said"),
    [
        ("contacts", "Adresse e-mail", "accueil", "adresse e-mail au bon format"),
        ("contacts", "Adresse e-mail", "", "Saisissez l’adresse e-mail"),
        ("contacts", "Téléphone", "12", "10 chiffres"),
        ("rendez-vous", "Préavis, en heures", "241", "de 0 à 240"),
        ("rendez-vous", "Délai habituel d’un rendez-vous, en semaines", "53", "de 0 à 52"),
        ("rendez-vous", "Préavis, en heures", "", "Saisissez un nombre d’heures"),
        ("rendez-vous", "Frais d’absence, en euros hors taxes", "35,505", "Saisissez un montant"),
        ("acces", "Validité du premier mot de passe, en heures", "0", "de 1 à 72"),
        ("paiements", "IBAN", "FR76 3000 6000 0112 3456 7890 188", "pas un IBAN valable"),
        ("paiements", "BIC", "AGRIFR", "pas un BIC valable"),
    ],
)
def test_what_makes_no_sense_is_refused_and_kept(
    app: Flask, agent: Browser, group: str, label: str, typed: str, said: str
) -> None:
    agent.get(f"/gestion/reglages/{group}")
    agent.submit("Enregistrer", {label: typed}, expect=422)
    assert said in " ".join(agent.errors)
    assert agent.value_of(label) == typed
    assert facts_of(app, "setting.changed") == []


def test_words_that_no_form_offers_are_refused(agent: Browser) -> None:
    agent.get("/gestion/reglages/acces")
    seen = agent.page.find("input", {"name": "seen"})["value"]
    data = {"attach_policy": "jamais", "provisional_hours": "24", "documents_tiers": "MEDICAL", "seen": seen}
    agent.post("/gestion/reglages/acces", data, expect=422)
    assert len(agent.errors) == 2


def test_of_two_agents_who_change_the_same_the_second_chooses(app: Flask, people: People, agent: Browser) -> None:
    other = Browser(app).sign_in(people.anouk)
    for one in (agent, other):
        one.get("/gestion/reglages/rendez-vous")
    agent.submit("Enregistrer", {"Préavis, en heures": "72"})
    other.submit("Enregistrer", {"Préavis, en heures": "24"}, expect=409)
    assert "Nolwenn AGENT les a modifiés" in other.text
    assert "Version enregistrée : 72 heures" in other.text
    other.submit("Garder ma saisie")
    assert "24 heures" in other.text


@pytest.mark.parametrize("address", ["rien", "valeurs/secret-key/installation", "valeurs/asso-sigle/installation"])
def test_what_is_no_setting_does_not_exist(agent: Browser, address: str) -> None:
    agent.get(f"/gestion/reglages/{address}", expect=404)
