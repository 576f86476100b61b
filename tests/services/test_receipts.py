"""The number of a receipt: read however it is typed, recognised by anybody, guessed by nobody."""

import pytest
import time_machine
from flask import Flask

from app.services import receipt_numbers, receipts
from app.services.throttle import TooManyAttempts
from tests.people import People
from tests.support.declarations import JANUARY, campaign, declared, hire, placed
from tests.support.records import NotTheirs, visiting


@pytest.fixture
def receipt(app: Flask, people: People) -> str:
    campaign(app)
    placed(people)
    hire(people, people.bakery, "DURAND")
    with time_machine.travel(JANUARY), visiting(app, people.yann, people.bakery) as access:
        return str(declared(access).receipt)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("DE-2027-004812-K7", "DE-2027-004812-K7"),
        ("de 2027 004812 k7", "DE-2027-004812-K7"),
        ("DE2027OO4812K7", "DE-2027-004812-K7"),
        ("de-2o27-oo48l2-k7", "DE-2027-004812-K7"),
        ("DE-2027-004812-IO", "DE-2027-004812-10"),
        (" DE\u00a02027–004812–K7 ", "DE-2027-004812-K7"),
        ("DE-2027-1234567-K7", "DE-2027-1234567-K7"),
        ("DE-2027-004812", None),
        ("RV-2027-004812-K7", None),
        ("DE-2027-4812-K7", None),
        ("DE-2027-004812-KU", None),
        ("x" * 10_000, None),
        ("", None),
    ],
)
def test_a_number_is_read_as_people_type_it(typed: str, number: str | None) -> None:
    assert receipt_numbers.read(typed) == number


def test_numbers_follow_each_other_and_their_end_does_not(app: Flask) -> None:
    with app.app_context():
        drawn = [receipt_numbers.draw(2027) for _ in range(40)]
        assert [number[:14] for number in drawn] == [f"DE-2027-{rank:06d}" for rank in range(1, 41)]
        assert len({number[-2:] for number in drawn}) > 20
        assert all(receipt_numbers.read(number) == number for number in drawn)
        app.config["SECRET_KEY"] = "another installation"
        assert receipt_numbers.draw(2026) != "DE-2026-000001" + drawn[0][-3:]


def test_anybody_learns_that_a_receipt_is_genuine_and_little_else(app: Flask, receipt: str) -> None:
    with app.app_context():
        found = receipts.verify(receipt.lower(), "198.51.100.1")
    assert found is not None
    assert (found.company, found.year, found.headcount) == ("BOULANGERIE LE GALL", 2027, 1)
    assert not found.is_replaced


def test_a_receipt_that_was_replaced_says_so(app: Flask, people: People, receipt: str) -> None:
    with time_machine.travel(JANUARY), visiting(app, people.yann, people.bakery) as access:
        declared(access)
    with app.app_context():
        found = receipts.verify(receipt, "198.51.100.1")
        assert found is not None
        assert found.is_replaced


def test_guessing_is_stopped_and_checking_is_not(app: Flask, receipt: str) -> None:
    others = [f"{receipt[:-2]}{first}{second}" for first in "ABCDEFG" for second in "HJKM"]
    wrong = [number for number in others if number != receipt]
    with app.app_context():
        for _ in range(30):
            assert receipts.verify(receipt, "198.51.100.1")
        for number in wrong[: receipts.WRONG_GUESSES.allowed]:
            assert receipts.verify(number, "198.51.100.1") is None
        with pytest.raises(TooManyAttempts):
            receipts.verify(receipt, "198.51.100.1")
        assert receipts.verify(receipt, "198.51.100.2")
        assert receipts.verify("not a number", "198.51.100.1") is None


def test_the_receipt_of_another_company_is_not_found(app: Flask, people: People, receipt: str) -> None:
    with visiting(app, people.yann, people.bakery) as access:
        assert receipts.find(access, receipt.lower())
    with visiting(app, people.solene, people.garage) as access:
        assert receipts.find(access, receipt) is None
    with pytest.raises(NotTheirs), visiting(app, people.solene, people.bakery):
        pass
