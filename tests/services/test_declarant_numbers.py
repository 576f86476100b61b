"""The n° télédéclarant: forgiving to who types it, of no use to who steals the database."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Company
from app.models.base import CROCKFORD
from app.services import declarant_numbers
from app.tenancy import all_companies
from tests.people import NUMBER, People
from tests.support.records import company_of

pytestmark = pytest.mark.usefixtures("context")


def test_a_drawn_number_reads_well_and_checks_itself() -> None:
    for _ in range(200):
        number = declarant_numbers.draw()
        assert len(number) == 11
        assert number[5] == "-"
        assert set(number.replace("-", "")) <= set(CROCKFORD)
        assert not declarant_numbers.is_mistyped(number)


@pytest.mark.parametrize(
    "typed",
    [
        "7KMQ2-HXD9G",
        "7kmq2hxd9g",
        " 7KMQ2 HXD9G ",
        "7K-MQ-2H-XD-9G",
        "7KMQ2\u00a0–\u00a0HXD9G",
        "7KMQ2.HXD9G",
        "7KMQ2_HXD9G",
    ],
)
def test_blanks_dashes_and_capitals_do_not_count(people: People, typed: str) -> None:
    assert declarant_numbers.is_assigned(company_of(people.bakery), typed)


def test_letters_taken_for_figures_do_not_count(people: People) -> None:
    number = _drawn_with("0", "1")
    bakery = company_of(people.company("CHEZ ÉLISE", "220500", number=number))
    for typed in (number.replace("0", "O"), number.replace("1", "I"), number.replace("1", "l").lower()):
        assert not declarant_numbers.is_mistyped(typed)
        assert declarant_numbers.is_assigned(bakery, typed)


@pytest.mark.parametrize("position", [0, 1, 4, 6, 9, 10])
def test_one_wrong_character_is_seen_as_a_slip(position: int) -> None:
    wrong = "8" if NUMBER[position] != "8" else "9"
    assert declarant_numbers.is_mistyped(NUMBER[:position] + wrong + NUMBER[position + 1 :])


@pytest.mark.parametrize("typed", ["", "1234567", "7KMQ2-HXD9", "0123456789", "🥖", "7KMQ2-HXD9G-7KMQ2"])
def test_what_has_not_our_shape_is_not_a_slip(typed: str) -> None:
    """It may be an imported number, or a guess: it counts."""
    assert not declarant_numbers.is_mistyped(typed)


@pytest.mark.parametrize(
    ("number", "weak"), [("1234567", True), ("0123456789", True), ("AB12", True), ("7KMQ2-HXD9G", False)]
)
def test_imported_figures_are_accepted_and_known_to_be_weak(people: People, number: str, weak: bool) -> None:
    company = company_of(people.company("ANCIEN NUMÉRO", "220501", number=number))
    assert company.declarant_is_weak is weak
    assert declarant_numbers.is_assigned(company, number)


def test_an_imported_number_is_not_taken_for_one_of_ours(people: People) -> None:
    company = company_of(people.company("ANCIEN NUMÉRO", "220501", number="O12I"))
    assert declarant_numbers.is_assigned(company, "o12i")
    assert not declarant_numbers.is_assigned(company, "0121")


def test_the_same_number_is_kept_differently_by_each_company(people: People) -> None:
    bakery, garage = people.bakery, people.garage
    first, second = company_of(bakery), company_of(garage)
    assert first.declarant_digest != second.declarant_digest
    assert NUMBER.replace("-", "") not in str([first.declarant_digest, second.declarant_digest])


def test_the_digest_is_worth_nothing_without_the_key(people: People) -> None:
    company = company_of(people.bakery)
    from flask import current_app

    current_app.config["SECRET_KEY"] = "another installation"
    assert not declarant_numbers.is_assigned(company, NUMBER)


def test_a_new_number_closes_the_old_one(people: People) -> None:
    with all_companies("test"):
        company = db.session.scalars(select(Company).where(Company.public_id == people.bakery)).one()
        declarant_numbers.assign(company, new := declarant_numbers.draw())
    assert declarant_numbers.is_assigned(company, new)
    assert not declarant_numbers.is_assigned(company, NUMBER)


def test_a_company_without_a_number_opens_to_nothing() -> None:
    for typed in ("", "0" * 10, "0" * 64):
        assert not declarant_numbers.is_right("220417", typed, None)


def _drawn_with(*characters: str) -> str:
    while True:
        number = declarant_numbers.draw()
        if all(one in number for one in characters):
            return number
