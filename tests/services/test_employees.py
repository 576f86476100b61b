"""The employees of a company: found without their accents, present or departed, page by page."""

from datetime import date

import pytest
import time_machine
from flask import Flask

from app.models import FollowUp
from app.services import employee_list, employees
from app.services.employee_list import Filters
from tests.people import People
from tests.support.records import visiting

TODAY = date(2027, 1, 19)


@pytest.fixture
def bakery(people: People) -> str:
    people.yann  # noqa: B018
    for name, first_name, others in (
        ("DURAND", "Élise", {"job": "Boulangère", "follow_up": FollowUp.SIR}),
        ("LE GOËFF", "François", {"job": "Pâtissier", "follow_up": FollowUp.SI, "left_on": date(2027, 1, 18)}),
        ("MORIN", "Yann", {"job": "Vendeur 50 %", "follow_up": FollowUp.SIA, "left_on": TODAY}),
        ("ÉVENO", "Zoé", {"job": None, "follow_up": None, "left_on": date(2030, 1, 1)}),
    ):
        people.employee(people.bakery, name, first_name, **others)
    people.employee(people.garage, "DURAND", "Autre")
    return people.bakery


def found(app: Flask, people: People, filters: Filters) -> list[str]:
    with time_machine.travel(TODAY, tick=False), visiting(app, people.yann, people.bakery) as access:
        page = employee_list.page(access, filters)
        assert page.total == len(page.rows)
        return [employee.name for employee in page.rows]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(), ["DURAND Élise", "ÉVENO Zoé", "MORIN Yann"]),
        (Filters(presence="partis"), ["LE GOËFF François"]),
        (Filters(presence="tous"), ["DURAND Élise", "ÉVENO Zoé", "LE GOËFF François", "MORIN Yann"]),
        (Filters(follow_up=FollowUp.SIR), ["DURAND Élise"]),
        (Filters(follow_up=FollowUp.SI), []),
        (Filters("elise"), ["DURAND Élise"]),
        (Filters("ÉLISE durand"), ["DURAND Élise"]),
        (Filters("eveno"), ["ÉVENO Zoé"]),
        (Filters("le goeff", presence="tous"), ["LE GOËFF François"]),
        (Filters("LE-GOËFF françois", presence="tous"), ["LE GOËFF François"]),
        (Filters("patissier", presence="partis"), ["LE GOËFF François"]),
        (Filters("50 %"), ["MORIN Yann"]),
        (Filters("%"), ["MORIN Yann"]),
        (Filters("_"), []),
        (Filters("autre"), []),
        (Filters("'; --"), []),
        (Filters("elise\0durand"), ["DURAND Élise"]),
        (Filters("d" * 10_000), []),
    ],
)
def test_an_employee_is_found_as_people_type(
    app: Flask, people: People, bakery: str, filters: Filters, names: list[str]
) -> None:
    assert found(app, people, filters) == names


def test_who_leaves_today_is_still_there_today(app: Flask, people: People, bakery: str) -> None:
    with visiting(app, people.yann, bakery) as access, time_machine.travel(TODAY, tick=False) as clock:
        assert employees.count_present(access) == 3
        clock.move_to(date(2027, 1, 20))
        assert employees.count_present(access) == 2


def test_midnight_is_that_of_paris(app: Flask, people: People, bakery: str) -> None:
    with visiting(app, people.yann, bakery) as access, time_machine.travel("2027-01-19T23:30:00+00:00", tick=False):
        assert employees.count_present(access) == 2


def test_the_departed_who_answer_the_search_are_hinted_at(app: Flask, people: People, bakery: str) -> None:
    with visiting(app, people.yann, bakery) as access, time_machine.travel(TODAY, tick=False):
        assert employee_list.count_departed(access, Filters("francois")) == 1
        assert employee_list.count_departed(access, Filters("francois", FollowUp.SIR)) == 0
        assert employee_list.count_departed(access, Filters("elise")) == 0


def test_nothing_is_to_arrange_for_who_left(app: Flask, people: People, bakery: str) -> None:
    arranging = Filters(presence="tous", visit=employee_list.VisitFilter.TO_ARRANGE)
    assert "LE GOËFF François" not in found(app, people, arranging)


def test_the_name_in_use_is_the_one_shown(app: Flask, people: People, bakery: str) -> None:
    people.employee(bakery, "LE BRAS", "Rozenn", usual_name="Cadiou", sort_name="cadiou rozenn")
    assert found(app, people, Filters())[0] == "CADIOU Rozenn"


@pytest.mark.parametrize(
    ("asked", "number", "shown"), [(1, 1, 25), (2, 2, 6), (3, 2, 6), (999_999, 2, 6), (0, 1, 25), (-5, 1, 25)]
)
def test_a_page_out_of_bounds_is_the_nearest(app: Flask, people: People, asked: int, number: int, shown: int) -> None:
    people.yann  # noqa: B018
    for rank in range(31):
        people.employee(people.bakery, f"NOM {rank:02d}", "Élise")
    with visiting(app, people.yann, people.bakery) as access:
        page = employee_list.page(access, Filters(), asked)
    assert (page.number, len(page.rows), page.total, page.pages) == (number, shown, 31, 2)
    assert page.rows[0].name == f"NOM {25 * (number - 1):02d} Élise"


def test_two_people_of_one_name_keep_their_order(app: Flask, people: People) -> None:
    people.yann  # noqa: B018
    numbers = [people.employee(people.bakery, "MARTIN", "Marie") for _ in range(5)]
    with visiting(app, people.yann, people.bakery) as access:
        assert [one.number for one in employee_list.page(access, Filters()).rows] == numbers
