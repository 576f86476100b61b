"""Who acts for whom, accounts, messages and agents by axe-core, in the states they have."""

import pytest
from flask import Flask

from app.clock import now
from app.extensions import db
from app.models import MembershipStatus, Role
from app.services import contact_messages
from app.services.contact_messages import Message
from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import People
from tests.support.records import user_of

pytestmark = pytest.mark.browser


@pytest.fixture
def anouk(page: Screen, app: Flask, people: People) -> Screen:
    return page.signed_in(app, people.anouk)


@pytest.mark.looks_at(
    "staff.attachments.change_role",
    "staff.attachments.choose_receiver",
    "staff.attachments.index",
    "staff.attachments.revoke",
    "staff.attachments.transfer",
)
def test_attachments_and_transfers(anouk: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    inspector.look(anouk.open("/gestion/rattachements"), "none")
    people.yann, people.solene  # noqa: B018
    marc = people.person("Marc", "Roussel", role=Role.THIRD_PARTY)
    clients = people.clients(people.jeanne, 102)
    people.attach(people.jeanne, people.bakery, status=MembershipStatus.PENDING, awaits_staff=True)
    managed = people.attach(people.jeanne, people.garage, Role.MANAGER, reference="C-12")
    people.attach(marc, clients[0])
    people.attach(marc, clients[1], status=MembershipStatus.SUSPENDED)
    inspector.look(anouk.open("/gestion/rattachements"), "full")
    inspector.look(anouk.open("/gestion/rattachements?etat=en-attente"), "waiting")
    inspector.look(anouk.open("/gestion/rattachements?q=personne"), "nothing found")
    for act in ("retirer", "role"):
        inspector.look(anouk.open(f"/gestion/rattachements/{managed}/{act}"))
    with app.app_context():
        giver, receiver = user_of(people.jeanne).id, user_of(marc).id
    inspector.look(anouk.open(f"/gestion/rattachements/transfert/{giver}"))
    inspector.look(anouk.open(f"/gestion/rattachements/transfert/{giver}/vers/{receiver}"), "preview")
    anouk.picture("transfert").press("Transférer").errors.wait_for()
    inspector.look(anouk, "not typed")
    anouk.press("Transférer", {"Nombre d’entreprises à transférer": "102"}).says("102\u00a0entreprises transférées")
    inspector.look(anouk, "transferred")


@pytest.mark.looks_at(
    "staff.accounts.disable",
    "staff.accounts.index",
    "staff.accounts.show",
    "staff.messages.index",
    "staff.messages.show",
)
def test_accounts_and_messages(anouk: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    inspector.look(anouk.open("/gestion/comptes"), "no account")
    inspector.look(anouk.open("/gestion/messages"), "no message")
    people.yann, people.maelle, people.clients(people.jeanne, 3)
    with app.app_context():
        user_of(people.yann).activated_at = None
        user_of(people.maelle).disabled_at = now()
        contact_messages.send(None, None, Message("Nadia", "nadia@example.org", "autre", "Bonjour,\n\nMerci."))
        db.session.commit()
        ids = [user_of(email).id for email in (people.yann, people.maelle, people.jeanne)]
    inspector.look(anouk.open("/gestion/comptes"), "accounts")
    for user_id in ids:
        inspector.look(anouk.open(f"/gestion/comptes/{user_id}"))
    inspector.look(anouk.open(f"/gestion/comptes/{ids[0]}/desactiver"), "only manager")
    inspector.look(anouk.open("/gestion/messages"), "messages")
    inspector.look(anouk.follow("CT-").says("Merci."), "a message")
    anouk.press("Marquer comme traité").says("Message traité")
    inspector.look(anouk.open("/gestion/messages?etat=traites"))


@pytest.mark.looks_at(
    "staff.agents.disable",
    "staff.agents.forget_factor",
    "staff.agents.index",
    "staff.agents.invite",
    "staff.agents.show",
)
def test_agents(anouk: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    nolwenn = people.agent("Nolwenn")
    inspector.look(anouk.open("/gestion/agents"))
    inspector.look(anouk.follow("Inviter un agent"))
    anouk.press("Envoyer l’invitation").errors.wait_for()
    inspector.look(anouk, "refused")
    with app.app_context():
        anouk_id, nolwenn_id = user_of(people.anouk).id, user_of(nolwenn).id
    inspector.look(anouk.open(f"/gestion/agents/{nolwenn_id}"))
    for act in ("desactiver", "second-facteur"):
        inspector.look(anouk.open(f"/gestion/agents/{nolwenn_id}/{act}"))
    anouk.open(f"/gestion/agents/{anouk_id}").main.get_by_label("Documents", exact=True).uncheck()
    anouk.press("Enregistrer les droits").errors.wait_for()
    inspector.look(anouk, "one's own rights")
