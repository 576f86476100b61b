"""« Mon compte » as people use it: coordinates, billing, contacts, access, with what goes wrong."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask

from app.models import Role
from tests.people import PASSWORD, People
from tests.support.accounts import contact, details_of, rows
from tests.support.browser import Browser
from tests.support.mailbox import Mailbox
from tests.support.records import link, user_of, visiting


@pytest.fixture
def yann(browser: Browser, people: People) -> Browser:
    # An invitation asks for the password, counts it and itself, then makes an account: the longest of the forms.
    browser.ceiling = 24
    return browser.sign_in(people.yann)


def compte(people: People, rest: str = "") -> str:
    return f"/e/{people.bakery}/compte{rest}"


def test_coordinates_are_corrected_and_confirmed(yann: Browser, people: People) -> None:
    yann.get(f"/e/{people.bakery}/")
    assert "À vérifier" in yann.text
    yann.get(compte(people))
    yann.follow("Modifier les coordonnées")
    yann.submit(
        "Enregistrer",
        {
            "Téléphone": "+33 (0)2 96-00.00 00",
            "E-mail de l’entreprise": "Contact@LeGall.example.org",
            "Adresse": "4 rue Exemple",
            "Code postal": "22 000",
            "Ville": "SAINT-BRIEUC",
        },
    )
    assert yann.page.h2.get_text() == "Coordonnées enregistrées"
    assert "02 96 00 00 00" in yann.text.replace("\u00a0", " ")
    assert "contact@legall.example.org" in yann.text
    assert "4 rue Exemple" in yann.text
    with time_machine.travel(datetime(2027, 1, 12, 23, 30, tzinfo=UTC), tick=False):
        yann.sign_in(people.yann)
        yann.get(compte(people))
        yann.submit("Confirmer mes coordonnées")
        # In Paris it was past midnight.
        assert "Vérifié le 13/01/2027 par Yann LE GALL" in yann.text
        yann.get(f"/e/{people.bakery}/")
        assert "Vérifié le 13/01/2027" in yann.text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("02 96 00 00 00", "0296000000"),
        ("0033 2 96 00 00 00", "0296000000"),
        ("0692 12 34 56", "0692123456"),
        ("+32 2 555 12 12", "+32 2 555 12 12"),
        ("+44 20 7946 0958", "+44 20 7946 0958"),
    ],
)
def test_telephones_are_read_however_they_are_written(
    app: Flask, yann: Browser, people: People, typed: str, kept: str
) -> None:
    yann.get(compte(people, "/coordonnees"))
    yann.submit("Enregistrer", {"Téléphone": typed})
    with visiting(app, people.yann, people.bakery) as access:
        assert access.company.phone == kept


@pytest.mark.parametrize(
    "typed", ["12", "02 96 00 00", "0800 FLOWERS", "02 96 00 00 00 poste 12", "+1", "00 00 00 00 00"]
)
def test_what_is_no_telephone_is_refused_and_kept(yann: Browser, people: People, typed: str) -> None:
    yann.get(compte(people, "/coordonnees"))
    yann.submit("Enregistrer", {"Téléphone": typed}, expect=422)
    assert "n° de téléphone" in yann.errors[0]
    assert yann.value_of("Téléphone") == typed


def test_an_address_is_whole_or_none(yann: Browser, people: People) -> None:
    yann.get(compte(people, "/coordonnees"))
    values = {"Téléphone": "", "Ville": "SAINT-BRIEUC", "Code postal": "2200"}
    yann.submit("Enregistrer", values, expect=422)
    assert yann.errors == [
        "Indiquez un téléphone ou une adresse e-mail",
        "Saisissez l’adresse : le n° et la rue",
        "Saisissez un code postal à 5 chiffres, par exemple 22000",
    ]


def test_billing_is_the_establishment_s_until_told_otherwise(yann: Browser, people: People) -> None:
    yann.get(compte(people))
    assert "Celle de l’établissement" in yann.text
    yann.follow("Modifier la facturation")
    yann.submit(
        "Enregistrer", {"Destinataire des factures": "HOLDING LE GALL", "E-mail de facturation": "c@example.org"}
    )
    assert "HOLDING LE GALL" in yann.text


def test_two_tabs_on_the_same_form_choose_between_two_versions(app: Flask, yann: Browser, people: People) -> None:
    first, second = yann, Browser(app).sign_in(people.maelle)
    first.get(compte(people, "/facturation"))
    second.get(compte(people, "/facturation"))
    second.submit("Enregistrer", {"Destinataire des factures": "LA SIENNE"})
    first.submit("Enregistrer", {"Destinataire des factures": "LA MIENNE"}, expect=409)
    assert "Ces informations ont changé pendant votre saisie" in first.text
    assert "Maëlle CARIOU les a modifiées" in first.text
    assert "Version enregistrée : LA SIENNE" in first.text.replace("\u00a0", " ")
    assert first.value_of("Destinataire des factures") == "LA MIENNE"
    assert first.title.startswith("Erreur")
    second.get(compte(people))
    assert "LA SIENNE" in second.text
    first.submit("Garder ma saisie")
    assert "LA MIENNE" in first.text


def test_telephones_of_two_versions_are_compared_as_they_are_read(app: Flask, yann: Browser, people: People) -> None:
    for browser in (yann, second := Browser(app).sign_in(people.maelle)):
        browser.get(compte(people, "/coordonnees"))
    second.submit("Enregistrer", {"Téléphone": "0296000001"})
    yann.submit("Enregistrer", {"Téléphone": "0296000002"}, expect=409)
    assert re.search(r"02.96.00.00.01\W*Votre saisie\W*02.96.00.00.02", yann.text)


def test_a_detour_by_the_declaration_leads_back_to_it(yann: Browser, people: People) -> None:
    back = f"/e/{people.bakery}/cotisation/2027/facturation?file=k7m2q9x4ab"
    for page in ("/coordonnees", "/facturation"):
        yann.get(compte(people, page), retour=back)
        assert yann.page.find("a", string="Annuler")["href"] == back
        form, _ = yann._form_of("Enregistrer")
        data = {**yann._values(form), "phone": "0296000000", "retour": back}
        yann._ask("POST", str(form["action"]), {303}, data=data)
        assert yann.response.headers["Location"] == back


@pytest.mark.parametrize("back", ["https://evil.example", "/e/0000000000/cotisation/2027/x", "/profil"])
def test_nothing_else_is_a_way_back(yann: Browser, people: People, back: str) -> None:
    yann.get(compte(people, "/facturation"), retour=back)
    yann.submit("Enregistrer")
    assert yann.url.endswith("?fait=facturation")


def test_contacts_are_added_changed_and_removed(yann: Browser, people: People) -> None:
    yann.get(compte(people))
    assert "Aucun contact pour l’instant" in yann.text
    yann.follow("Ajouter un contact")
    yann.submit("Enregistrer", expect=422)
    assert yann.errors == [
        "Choisissez un type",
        "Saisissez le nom du contact",
        "Indiquez un téléphone ou une adresse e-mail",
    ]
    nadia = {"Type de contact": "rh", "Nom et prénom": "Nadia MORIN", "Téléphone": "06 12 34 56 78"}
    yann.submit("Enregistrer", nadia)
    assert rows(yann, "contacts")[0]["Type"] == "Ressources humaines"
    yann.follow("Modifier Nadia MORIN")
    assert yann.value_of("Téléphone") == "0612345678"
    yann.submit("Enregistrer", {"Nom et prénom": "Nadia LE GALL"})
    yann.follow("Supprimer Nadia LE GALL")
    assert yann.heading == "Supprimer le contact Nadia LE GALL\u00a0?".replace("\u00a0", " ")
    yann.submit("Supprimer le contact")
    assert "Aucun contact pour l’instant" in yann.text


def test_a_double_click_adds_one_contact(yann: Browser, people: People) -> None:
    yann.get(compte(people, "/contacts/nouveau"))
    form, _ = yann._form_of("Enregistrer")
    data = {**yann._values(form), "kind": "rh", "name": "Nadia", "phone": "0612345678"}
    for _ in range(2):
        yann._ask("POST", str(form["action"]), {303}, data=data)
    yann.get(compte(people))
    assert [row["Nom"] for row in rows(yann, "contacts")] == ["Nadia"]


def test_another_company_s_contact_does_not_exist(app: Flask, yann: Browser, people: People) -> None:
    people.solene  # noqa: B018
    contact(app, people.garage)
    for number in (1, 2**31 - 1):
        yann.get(compte(people, f"/contacts/{number}"), expect=404)
        yann.get(compte(people, f"/contacts/{number}/supprimer"), expect=404)
    contact(app, people.bakery)
    yann.get(compte(people, "/contacts/1"))


def test_a_company_that_left_is_only_read(app: Flask, people: People) -> None:
    public_id = people.company("FERMÉE", "220800", left_on=datetime.now(UTC).date())
    person = Browser(app).sign_in(people.person("Paul", "Riou", public_id))
    person.get(f"/e/{public_id}/compte")
    assert not person.page.find("a", string=re.compile("Modifier"))
    assert "Confirmer mes coordonnées" not in person.text
    for page in ("/coordonnees", "/facturation", "/contacts/nouveau"):
        person.get(f"/e/{public_id}/compte{page}", expect=403)
    person.post(f"/e/{public_id}/compte/confirmer", expect=403)
    assert details_of(app, public_id) is None


NADIA = {"Nom": "Morin", "Prénom": "Nadia", "Fonction": "RH", "Adresse e-mail": "nadia@example.org"}


def test_a_colleague_is_invited_and_comes(app: Flask, yann: Browser, people: People, mailbox: Mailbox) -> None:
    yann.get(compte(people))
    yann.follow("Inviter un collègue")
    yann.submit("Envoyer l’invitation", {**NADIA, "Votre mot de passe": "not this one"}, expect=422)
    assert yann.errors == ["Le mot de passe est incorrect"]
    yann.submit("Envoyer l’invitation", {**NADIA, "Votre mot de passe": PASSWORD})
    assert rows(yann, "acces")[-1]["Personne"] == "nadia@example.org"
    assert "Invitation envoyée" in rows(yann, "acces")[-1]["Rôle"]
    yann.submit("Renvoyer l’invitation")
    assert "Invitation envoyée à nouveau" in yann.text
    nadia = Browser(app).sign_in("nadia@example.org", mailbox.password_sent_to("nadia@example.org"))
    nadia.submit(
        "Enregistrer",
        {"Nouveau mot de passe": PASSWORD, "Confirmez le nouveau mot de passe": PASSWORD},
    )
    assert nadia.url.endswith(f"/e/{people.bakery}/")
    yann.get(compte(people))
    assert rows(yann, "acces")[-1]["Personne"].startswith("Nadia MORIN")


def test_who_is_already_there_is_not_invited(app: Flask, yann: Browser, people: People) -> None:
    people.maelle  # noqa: B018
    yann.get(compte(people, "/acces/inviter"))
    values = {**NADIA, "Adresse e-mail": people.maelle, "Votre mot de passe": PASSWORD}
    yann.submit("Envoyer l’invitation", values, expect=422)
    assert "a déjà accès à votre espace" in yann.errors[0]
    assert yann.value_of("Nom") == "Morin"


def test_an_account_and_none_get_the_same_answer(app: Flask, yann: Browser, people: People) -> None:
    answers = []
    for email in (people.solene, "nobody@example.org"):
        yann.get(compte(people, "/acces/inviter"))
        yann.submit("Envoyer l’invitation", {**NADIA, "Adresse e-mail": email, "Votre mot de passe": PASSWORD})
        line = next(row for row in rows(yann, "acces") if row["Personne"] == email)
        membership = link(app, email, people.bakery)
        assert membership is not None
        yann.get(compte(people, f"/acces/{membership.id}/retirer"))
        answers.append([text.replace(email, "") for text in (*line.values(), yann.text)])
    assert answers[0] == answers[1]


def test_a_double_click_invites_once(app: Flask, yann: Browser, people: People, mailbox: Mailbox) -> None:
    yann.get(compte(people, "/acces/inviter"))
    form, _ = yann._form_of("Envoyer l’invitation")
    typed = {"last_name": "Morin", "first_name": "Nadia", "job_title": "RH", "email": "n@example.org"}
    for _ in range(2):
        yann._ask("POST", str(form["action"]), {303}, data={**yann._values(form), **typed, "password": PASSWORD})
    assert len(mailbox.to("n@example.org")) == 1


def test_invitations_have_a_limit_that_keeps_the_input(yann: Browser, people: People) -> None:
    for rank in range(21):
        yann.get(compte(people, "/acces/inviter"))
        typed = {**NADIA, "Adresse e-mail": f"n{rank}@example.org", "Votre mot de passe": PASSWORD}
        yann.submit("Envoyer l’invitation", typed, expect=303 if rank < 20 else 422)
    assert "Trop d’invitations" in yann.errors[0]
    assert yann.value_of("Adresse e-mail") == "n20@example.org"


def test_a_role_is_changed_with_the_password_and_the_last_manager_keeps_theirs(
    app: Flask, yann: Browser, people: People
) -> None:
    people.maelle  # noqa: B018
    yann.get(compte(people))
    yann.follow("Changer le rôle de Yann LE GALL")
    yann.submit("Enregistrer", {"Utilisateur": "utilisateur", "Votre mot de passe": PASSWORD}, expect=422)
    assert "désignez-en un autre" in yann.errors[0]
    yann.get(compte(people))
    yann.follow("Changer le rôle de Maëlle CARIOU")
    yann.submit("Enregistrer", {"Responsable": "responsable", "Votre mot de passe": PASSWORD})
    found = link(app, people.maelle, people.bakery)
    assert found is not None
    assert found.role is Role.MANAGER


def test_a_third_party_has_no_other_role(app: Flask, yann: Browser, people: People) -> None:
    jeanne = people.attach(people.jeanne, people.bakery)
    yann.get(compte(people, f"/acces/{jeanne}/role"), expect=404)
    yann.post(compte(people, f"/acces/{jeanne}/relancer"), expect=404)
    with app.app_context():
        assert user_of(people.jeanne)


def test_a_longer_page_asks_the_database_no_more(app: Flask, yann: Browser, people: People) -> None:
    yann.get(compte(people))
    few = len(yann.statements)
    for _ in range(30):
        contact(app, people.bakery)
    for rank in range(10):
        people.attach(people.person("Anne", f"Riou{rank}"), people.bakery, Role.MEMBER)
    yann.get(compte(people))
    assert len(yann.statements) == few
