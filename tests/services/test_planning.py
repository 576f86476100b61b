"""The visits that a company sees: those to come, in order of time, and never what is not its business."""

from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
import time_machine
from flask import Flask

from app.models import Role, VisitKind, VisitState
from app.services import planning
from tests.people import People
from tests.support.records import visiting
from tests.support.visits import DAY, TODAY, plan


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def elise(people: People) -> int:
    people.yann  # noqa: B018
    return people.employee(people.bakery, "DURAND", "Élise")


def shown(app: Flask, email: str, public_id: str) -> list[int]:
    with visiting(app, email, public_id) as access:
        return [visit.number for visit in planning.upcoming(access).rows]


def test_visits_follow_each_other_in_time(app: Flask, people: People, elise: int) -> None:
    for day, at in (
        (DAY, time(14)),
        (DAY, None),
        (DAY, time(9)),
        (date(2027, 1, 18), time(9)),
        (date(2027, 1, 19), None),
    ):
        plan(app, people.bakery, elise, day, at)
    assert shown(app, people.yann, people.bakery) == [5, 3, 1, 2]


def test_another_company_s_visits_are_not_there(app: Flask, people: People, elise: int) -> None:
    solene = people.solene
    plan(app, people.garage, people.employee(people.garage, "MORIN", "Solène"))
    assert shown(app, people.yann, people.bakery) == []
    with visiting(app, people.yann, people.bakery) as access:
        assert planning.find(access, 1) is None
    assert shown(app, solene, people.garage) == [1]


@pytest.mark.parametrize(
    ("others", "company", "third_party"),
    [
        ({}, True, True),
        ({"is_confidential": True}, False, False),
        ({"kind": VisitKind.BEFORE_RETURN}, True, False),
        ({"kind": VisitKind.EMPLOYEE}, True, False),
        ({"kind": VisitKind.BEFORE_RETURN, "is_confidential": True}, False, False),
    ],
)
def test_who_may_know_of_a_visit(
    app: Flask, people: People, elise: int, others: dict[str, object], company: bool, third_party: bool
) -> None:
    people.attach(people.jeanne, people.bakery)
    number = plan(app, people.bakery, elise, **others)
    for email, may_know in ((people.yann, company), (people.jeanne, third_party)):
        with visiting(app, email, people.bakery) as access:
            assert [visit.number for visit in planning.upcoming(access).rows] == [number] * may_know
            assert planning.upcoming(access).total == may_know
            assert (planning.find(access, number) is not None) is may_know
            assert (planning.next_visit(access) is not None) is may_know
            assert bool(planning.month(access, DAY, DAY)) is may_know
            assert bool(planning.all_upcoming(access)) is may_know


def test_a_long_list_comes_in_pages(app: Flask, people: People, elise: int) -> None:
    for rank in range(27):
        plan(app, people.bakery, elise, DAY + timedelta(days=rank))
    with visiting(app, people.yann, people.bakery) as access:
        pages = [planning.upcoming(access, number) for number in (1, 2, 99, 0)]
    assert [(page.number, len(page.rows), page.pages) for page in pages] == [
        (1, 25, 2),
        (2, 2, 2),
        (2, 2, 2),
        (1, 25, 2),
    ]


def test_a_full_day_shows_its_first_visits_and_counts_the_others(app: Flask, people: People, elise: int) -> None:
    for hour in range(8, 18):
        plan(app, people.bakery, elise, DAY, time(hour))
    with visiting(app, people.yann, people.bakery) as access:
        square = planning.month(access, date(2027, 2, 1), date(2027, 2, 28))[DAY]
        assert planning.upcoming(access, day=DAY).total == 10
        assert planning.upcoming(access, day=DAY + timedelta(days=1)).total == 0
    assert [visit.at for visit in square.visits] == [time(8), time(9), time(10), time(11)]
    assert square.total == 10


def test_the_next_visit_is_still_to_begin(app: Flask, people: People, elise: int) -> None:
    plan(app, people.bakery, elise, date(2027, 1, 19), time(11, 59))
    plan(app, people.bakery, elise, date(2027, 1, 20), state=VisitState.CANCELLED)
    plan(app, people.bakery, elise, date(2027, 1, 21))
    with visiting(app, people.yann, people.bakery) as access:
        following = planning.next_visit(access)
    assert following
    assert following.number == 3


def test_the_last_and_next_visits_of_a_person(app: Flask, people: People, elise: int) -> None:
    theo = people.employee(people.bakery, "NÉDÉLEC", "Théo")
    for day, state in (
        (date(2022, 3, 1), VisitState.DONE),
        (date(2024, 3, 1), VisitState.DONE),
        (DAY, VisitState.PLANNED),
    ):
        plan(app, people.bakery, elise, day, state=state)
        plan(app, people.bakery, theo, day, is_confidential=True, state=state)
    from app.services import appointments

    with visiting(app, people.yann, people.bakery) as access:
        for number, days in ((elise, [date(2024, 3, 1), DAY]), (theo, [None, None])):
            person = appointments.employee(access, number)
            assert person
            assert [visit and visit.day for visit in planning.of_person(access, person)] == days


def test_a_member_of_the_company_sees_what_its_manager_sees(app: Flask, people: People, elise: int) -> None:
    plan(app, people.bakery, elise, kind=VisitKind.EMPLOYEE)
    people.attach(people.solene, people.bakery, Role.MEMBER)
    assert shown(app, people.solene, people.bakery) == [1]
