"""The documents of a company: found by type, year and state, by who may know of them, new until they are opened."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from flask import Flask

from app.extensions import db
from app.models import DocumentKind, DocumentState, Employee
from app.services import documents
from app.services.documents import Filters, Situation
from app.tenancy import all_companies
from tests.people import People
from tests.support.documents import filled, published
from tests.support.records import visiting

KINDS = DocumentKind
TODAY = date(2027, 2, 19)


@pytest.fixture(autouse=True)
def _a_day_in_february() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def bakery(app: Flask, people: People) -> str:
    people.yann  # noqa: B018
    people.attach(people.jeanne, people.bakery)
    published(app, people.bakery, "F-2026", issued_on=date(2026, 12, 31), state=DocumentState.PAID)
    published(app, people.bakery, "F-2027", issued_on=date(2027, 1, 1), due_on=date(2027, 2, 18))
    published(app, people.bakery, "F-2027-B", issued_on=date(2027, 2, 1), due_on=TODAY, gross_cents=12)
    published(app, people.bakery, "V-1", KINDS.CREDIT_NOTE, issued_on=date(2027, 1, 2), gross_cents=-100)
    published(app, people.bakery, "A-1", KINDS.ATTESTATION, issued_on=date(2025, 6, 1))
    published(app, people.garage, "F-GARAGE", issued_on=date(2024, 1, 1))
    return people.bakery


def found(app: Flask, email: str, public_id: str, filters: Filters) -> list[str]:
    with visiting(app, email, public_id) as access:
        page = documents.page(access, filters)
        assert page.total == len(page.rows)
        return [document.reference for document in page.rows]


@pytest.mark.parametrize(
    ("filters", "references"),
    [
        (Filters(), ["F-2027-B", "V-1", "F-2027", "F-2026", "A-1"]),
        (Filters(KINDS.INVOICE), ["F-2027-B", "F-2027", "F-2026"]),
        (Filters(KINDS.RECEIPT), []),
        (Filters(year=2026), ["F-2026"]),
        (Filters(year=2027), ["F-2027-B", "V-1", "F-2027"]),
        (Filters(year=9999), []),
        (Filters(year=1), []),
        (Filters(state=DocumentState.TO_PAY), ["F-2027-B", "F-2027"]),
        (Filters(KINDS.INVOICE, 2026, DocumentState.PAID), ["F-2026"]),
    ],
)
def test_the_list_is_narrowed(app: Flask, people: People, bakery: str, filters: Filters, references: list[str]) -> None:
    assert found(app, people.yann, bakery, filters) == references


def test_a_third_party_does_not_know_of_what_the_association_reserves(app: Flask, people: People, bakery: str) -> None:
    assert found(app, people.jeanne, bakery, Filters()) == ["F-2027-B", "V-1", "F-2027", "F-2026"]
    with visiting(app, people.jeanne, bakery) as access:
        assert documents.years(access) == [2027, 2026]
        assert documents.situation(access).documents == 4
        assert documents.find(access, 5) is None
        assert [one.number for one in documents.chosen(access, [4, 5])] == [4]
    app.config["DOCUMENTS_TIERS"] = frozenset({"ATTESTATION"})
    assert found(app, people.jeanne, bakery, Filters()) == ["A-1"]
    app.config["DOCUMENTS_TIERS"] = frozenset()
    assert found(app, people.jeanne, bakery, Filters()) == []
    assert len(found(app, people.yann, bakery, Filters())) == 5


def test_the_years_are_those_of_the_company(app: Flask, people: People, bakery: str) -> None:
    with visiting(app, people.yann, bakery) as access:
        assert documents.years(access) == [2027, 2026, 2025]


def test_what_is_due_and_what_is_late_on_a_day(app: Flask, people: People, bakery: str) -> None:
    with visiting(app, people.yann, bakery) as access:
        assert documents.situation(access) == Situation(5, new_invoices=3, to_pay=2, overdue=1, due_cents=57_612)
        late = {one.reference: one.is_overdue for one in documents.page(access, Filters()).rows}
    assert late == {"F-2027": True, "F-2027-B": False, "V-1": False, "F-2026": False, "A-1": False}


def test_a_company_without_documents_owes_nothing(app: Flask, people: People) -> None:
    with visiting(app, people.yann, people.bakery) as access:
        assert documents.situation(access) == Situation()
        assert documents.page(access, Filters(), 7) == documents.Page([], 1, 0)
        assert documents.years(access) == []


def test_a_document_is_new_to_each_until_they_open_it(app: Flask, people: People, bakery: str) -> None:
    with visiting(app, people.yann, bakery) as access:
        second, first = documents.chosen(access, [1, 2])
        for _ in range(2):
            documents.note_opened(access.company.id, access.user.id, [first.id])
        assert [one.is_new for one in documents.chosen(access, [1, 2])] == [True, False]
        assert documents.situation(access).new_invoices == 2
    with visiting(app, people.jeanne, bakery) as access:
        assert all(one.is_new for one in documents.chosen(access, [1, 2]))
    with visiting(app, people.solene, people.garage) as access:
        documents.note_opened(access.company.id, access.user.id, [second.id])
    with visiting(app, people.yann, bakery) as access:
        assert documents.chosen(access, [2])[0].is_new


def test_what_nobody_opened_for_a_year_is_no_news(app: Flask, people: People) -> None:
    people.yann  # noqa: B018
    published(app, people.bakery, "F-1", issued_on=date(2026, 2, 19))
    published(app, people.bakery, "F-2", issued_on=date(2026, 2, 20))
    with visiting(app, people.yann, people.bakery) as access:
        assert [one.is_new for one in documents.chosen(access, [1, 2])] == [True, False]
        assert documents.situation(access).new_invoices == 1


def test_an_attestation_says_whom_it_concerns(app: Flask, people: People) -> None:
    number = people.employee(people.bakery, "DURAND", "Élise", usual_name="Le Goff")
    with app.app_context(), all_companies("test"):
        employee_id = db.session.query(Employee.id).filter_by(number=number).scalar()
    published(app, people.bakery, "A-2", KINDS.ATTESTATION, employee_id=employee_id)
    with visiting(app, people.yann, people.bakery) as access:
        document = documents.find(access, 1)
        assert document is not None
        assert document.employee == "LE GOFF Élise"


def test_pages_follow_each_other_without_a_hole(app: Flask, people: People) -> None:
    people.yann  # noqa: B018
    filled(app, people.bakery, 30)
    with visiting(app, people.yann, people.bakery) as access:
        first, second = (documents.page(access, Filters(), number) for number in (1, 2))
        assert (first.total, first.pages) == (30, 2)
        numbers = [document.number for page in (first, second) for document in page.rows]
        assert numbers == list(range(30, 0, -1))
        assert documents.page(access, Filters(), 99).number == 2
