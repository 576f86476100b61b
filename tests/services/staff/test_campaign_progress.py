"""The cockpit counts every company once, where it stands."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask

from app.models import DeclarationState, Role
from app.services.staff import campaign_list, campaign_progress
from app.services.staff.campaign_members import Filters, Place, Size
from tests.people import People
from tests.support.declarations import JANUARY, campaign
from tests.support.season import campaign_2027, declares, three_companies


@pytest.fixture
def companies(app: Flask, people: People) -> list[str]:
    campaign(app)
    with time_machine.travel(JANUARY):
        return three_companies(app, people)


@time_machine.travel(JANUARY)
def test_each_company_is_counted_once_where_it_stands(app: Flask, people: People, companies: list[str]) -> None:
    people.company("PARTIE", "229999", left_on=date(2026, 6, 1))
    declares(app, people.company("TARDIVE", "228888"), 300, is_late=True)
    with app.app_context():
        found = campaign_progress.progress(campaign_2027())
    funnel = found.funnel
    assert (funnel.not_begun, funnel.begun, funnel.sent, funnel.late, funnel.total) == (1, 1, 2, 1, 4)
    assert funnel.share(funnel.sent) == 50
    assert {size: one.total for size, one in found.by_size.items()} == {Size.SMALL: 2, Size.UNKNOWN: 2}


@time_machine.travel(JANUARY)
def test_a_correction_begun_undoes_no_send(app: Flask, companies: list[str]) -> None:
    declares(app, companies[0], 0, state=DeclarationState.DRAFT, version=2, receipt=None, sent_at=None)
    with app.app_context():
        assert campaign_progress.progress(campaign_2027()).funnel.sent == 1


@time_machine.travel(JANUARY)
def test_the_colleagues_of_a_firm_are_one_firm(app: Flask, people: People, companies: list[str]) -> None:
    marc = people.person("Marc", "Roussel", role=Role.THIRD_PARTY)
    for company in companies:
        people.attach(marc, company)
    with app.app_context():
        firm, *others = campaign_progress.firms(campaign_2027())
    assert (firm.name, firm.clients, firm.sent, firm.to_come) == ("Cabinet Exemple", 3, 1, 2)
    assert not others


@time_machine.travel(JANUARY)
def test_days_are_those_of_paris_from_the_opening_on(app: Flask, people: People, companies: list[str]) -> None:
    late_evening = datetime(2027, 1, 12, 23, 30, tzinfo=UTC)
    declares(app, companies[1], 4, version=2, sent_at=late_evening, receipt="DE-X")
    declares(app, people.company("NUIT", "227777"), 5, sent_at=late_evening)
    with app.app_context():
        days = campaign_progress.days(campaign_2027())
    assert (days[0].day, days[-1].day) == (date(2027, 1, 4), date(2027, 1, 19))
    assert {day.day.day: (day.sent, day.total) for day in days if day.sent} == {12: (1, 1), 13: (1, 2)}


@time_machine.travel(JANUARY)
@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(), ["ALPHA", "BETA", "GAMMA"]),
        (Filters(place=Place.TO_COME), ["BETA", "GAMMA"]),
        (Filters(place=Place.NOT_BEGUN), ["GAMMA"]),
        (Filters(place=Place.BEGUN), ["BETA"]),
        (Filters(place=Place.SENT), ["ALPHA"]),
        (Filters(place=Place.SENT_LATE), []),
        (Filters(place=Place.PAPER), []),
        (Filters(size=Size.SMALL), ["ALPHA", "BETA"]),
        (Filters(size=Size.UNKNOWN), ["GAMMA"]),
        (Filters(size=Size.LARGEST), []),
        (Filters("bêta"), ["BETA"]),
    ],
)
def test_the_list_is_narrowed(app: Flask, companies: list[str], filters: Filters, names: list[str]) -> None:
    with app.app_context():
        page = campaign_list.page(2027, filters)
        assert [row.name for row in page.rows] == names
        assert page.total == len(names)
        assert sorted(row.name for row in campaign_list.every(2027, filters)) == names


@time_machine.travel(JANUARY)
def test_files_hold_what_the_lists_show(app: Flask, companies: list[str]) -> None:
    with app.app_context():
        whole = "".join(campaign_list.table(2027, Filters()))
        to_call = "".join(campaign_list.call_table(2027, Filters(place=Place.TO_COME)))
    assert "ALPHA;SAINT-BRIEUC;Envoyée;12;12;0;0;;12/01/2027;DE-2027-" in whole
    assert "Jeanne DAVID (Cabinet Exemple)" in to_call
    assert "ALPHA" not in to_call
