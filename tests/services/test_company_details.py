"""What a company tells of itself: kept, confirmed, and never overwritten by who had not seen it change."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from app.clock import now
from app.models import ContactKind, Role
from app.services import company_contacts, company_details
from app.services.company_contacts import MOST, Contact, TooManyContacts
from app.services.company_details import Address, Billing, Coordinates
from app.services.editing import ChangedMeanwhile, mark_of
from tests.people import People
from tests.support.accounts import contact, details_of
from tests.support.records import company_of, journal, letters_to, visiting
from tests.support.threads import at_once

NEW = Coordinates("0296000000", "contact@legall.example.org", Address("4 rue Exemple", None, "22000", "SAINT-BRIEUC"))


@pytest.fixture
def bakery(people: People) -> str:
    people.yann  # noqa: B018
    return people.bakery


def save(app: Flask, who: str, public_id: str, given: Coordinates, seen: Coordinates | None = None) -> None:
    with visiting(app, who, public_id) as access:
        shown = seen or company_details.coordinates(access)
        company_details.save_coordinates(access, given, mark_of(shown))


def test_coordinates_are_kept_with_who_changed_them(app: Flask, people: People, bakery: str) -> None:
    save(app, people.yann, bakery, NEW)
    with visiting(app, people.yann, bakery) as access:
        assert company_details.coordinates(access) == NEW
    with app.app_context():
        assert company_of(bakery).phone == "0296000000"
    row = details_of(app, bakery)
    assert row is not None
    assert row.changed_at is not None
    assert row.confirmed_at is None
    assert journal(app) == ["company.coordinates_changed"]


def test_saving_what_is_already_there_changes_nothing(app: Flask, people: People, bakery: str) -> None:
    save(app, people.yann, bakery, NEW)
    save(app, people.yann, bakery, NEW, seen=Coordinates(None, None, Address()))
    assert journal(app) == ["company.coordinates_changed"]


def test_the_address_that_a_company_had_hears_of_the_new_one(app: Flask, people: People, bakery: str) -> None:
    save(app, people.yann, bakery, NEW)
    assert letters_to(app, "contact@legall.example.org") == []
    save(app, people.yann, bakery, Coordinates(NEW.phone, "autre@example.org", NEW.summons))
    assert letters_to(app, "contact@legall.example.org") == ["company_email_changed"]


def test_what_changed_meanwhile_is_not_overwritten(app: Flask, people: People, bakery: str) -> None:
    people.maelle  # noqa: B018
    with visiting(app, people.yann, bakery) as access:
        shown = company_details.coordinates(access)
    save(app, people.maelle, bakery, NEW)
    with pytest.raises(ChangedMeanwhile) as refusal:
        save(app, people.yann, bakery, Coordinates("0611111111", None, Address()), seen=shown)
    assert refusal.value.by == "Maëlle CARIOU"
    with visiting(app, people.yann, bakery) as access:
        assert company_details.coordinates(access) == NEW


def test_billing_that_changed_meanwhile_does_not_hold_coordinates_up(app: Flask, people: People, bakery: str) -> None:
    with visiting(app, people.yann, bakery) as access:
        shown = company_details.coordinates(access)
        company_details.save_billing(
            access, Billing("LE GALL", None, Address()), mark_of(company_details.billing(access))
        )
    save(app, people.yann, bakery, NEW, seen=shown)
    with visiting(app, people.yann, bakery) as access:
        assert company_details.billing(access).name == "LE GALL"
        assert company_details.coordinates(access) == NEW


def test_two_who_save_at_once_keep_one_and_tell_the_other(app: Flask, people: People, bakery: str) -> None:
    """Neither had a row to change yet: both would make it."""
    people.maelle  # noqa: B018
    shown = Coordinates(None, None, Address())
    outcomes = at_once(
        app,
        lambda: save(app, people.yann, bakery, NEW, seen=shown),
        lambda: save(app, people.maelle, bakery, Coordinates("0611111111", None, Address()), seen=shown),
    )
    assert [type(one) for one in outcomes if one is not None] == [ChangedMeanwhile], outcomes
    assert journal(app) == ["company.coordinates_changed"]


def test_confirming_says_when_and_who_for_a_year(app: Flask, people: People, bakery: str) -> None:
    with visiting(app, people.yann, bakery) as access:
        assert not company_details.confirmation(access).is_recent
        company_details.confirm(access)
    with visiting(app, people.yann, bakery) as access:
        confirmation = company_details.confirmation(access)
    assert confirmation.by == "Yann LE GALL"
    assert confirmation.is_recent
    with time_machine.travel(now() + timedelta(days=366), tick=False):
        assert not confirmation.is_recent


def test_a_third_party_does_not_learn_of_another_one(app: Flask, people: People, bakery: str) -> None:
    other = people.person("Marc", "Roussel", role=Role.THIRD_PARTY)
    people.attach(people.jeanne, bakery)
    people.attach(other, bakery)
    with visiting(app, other, bakery) as access:
        company_details.confirm(access)
    seen = {}
    for who in (people.jeanne, other, people.yann):
        with visiting(app, who, bakery) as access:
            seen[who] = company_details.confirmation(access).by
    assert seen == {people.jeanne: None, other: "Marc ROUSSEL (Cabinet Exemple)", people.yann: seen[other]}


NADIA = Contact(ContactKind.STAFF, "Nadia MORIN", "RH", None, "0612345678")


def test_contacts_are_numbered_listed_by_kind_and_removed(app: Flask, people: People, bakery: str) -> None:
    with visiting(app, people.yann, bakery) as access:
        company_contacts.add(access, NADIA)
        company_contacts.add(access, Contact(ContactKind.MANAGEMENT, "Yann LE GALL", None, "y@example.org", None))
        assert [(one.number, one.contact.name) for one in company_contacts.of(access)] == [
            (2, "Yann LE GALL"),
            (1, "Nadia MORIN"),
        ]
        company_contacts.remove(access, 1)
        company_contacts.remove(access, 1)
        assert company_contacts.find(access, 1) is None
    assert journal(app) == ["company.contact_added"] * 2 + ["company.contact_removed"]


def test_a_contact_that_changed_or_went_meanwhile_is_not_overwritten(app: Flask, people: People, bakery: str) -> None:
    with visiting(app, people.yann, bakery) as access:
        company_contacts.add(access, NADIA)
        company_contacts.edit(
            access, 1, Contact(ContactKind.STAFF, "Nadia LE GALL", None, None, "0612345678"), mark_of(NADIA)
        )
        with pytest.raises(ChangedMeanwhile):
            company_contacts.edit(access, 1, replace(NADIA, name="Nadia X"), mark_of(NADIA))
        assert not company_contacts.edit(access, 7, NADIA, mark_of(NADIA))


def test_a_company_has_its_own_contacts_and_not_too_many(app: Flask, people: People, bakery: str) -> None:
    people.solene  # noqa: B018
    contact(app, people.garage)
    for _ in range(MOST):
        contact(app, bakery)
    with visiting(app, people.yann, bakery) as access:
        assert len(company_contacts.of(access)) == MOST
        with pytest.raises(TooManyContacts):
            company_contacts.add(access, NADIA)
