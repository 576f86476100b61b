"""Who counts in a declaration, on the reference date, and how figures are drawn from it."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.models import FollowUp
from app.services import campaigns, headcounts
from app.services.headcounts import Headcount
from app.services.tariff_reading import read
from tests.people import People
from tests.support.declarations import campaign, hire, placed
from tests.support.records import visiting


def figures(app: Flask, people: People, **tariff: Any) -> Headcount:
    campaign(app)
    with visiting(app, people.yann, people.bakery) as access:
        found = campaigns.of_year(2027)
        assert found is not None
        return headcounts.count(access, found, read({"taux_centimes": 1, **tariff}))


@pytest.mark.parametrize(
    ("employee", "counts"),
    [
        ({}, 1),
        ({"entered_on": None}, 1),
        ({"entered_on": date(2027, 1, 1)}, 1),
        ({"entered_on": date(2027, 1, 2)}, 0),
        ({"left_on": date(2027, 1, 1)}, 1),
        ({"left_on": date(2026, 12, 31)}, 0),
        ({"left_on": date(2027, 6, 1)}, 1),
        ({"contract": None}, 1),
        ({"contract": "Apprentissage"}, 1),
        ({"contract": "CDD"}, 1),
        ({"contract": "Stagiaire"}, 0),
        ({"contract": "stage"}, 0),
        ({"contract": "Intérim"}, 0),
        ({"contract": "INTERIM"}, 0),
        ({"contract": "contrat d’intérimaire"}, 0),
        ({"follow_up": None}, 1),
    ],
    ids=str,
)
def test_physical_persons_with_a_contract_on_that_day_count(
    app: Flask, people: People, employee: dict[str, Any], counts: int
) -> None:
    placed(people)
    hire(people, people.bakery, "DURAND", **employee)
    assert figures(app, people).total == counts


def test_the_figures_of_a_company_are_its_own(app: Flask, people: People) -> None:
    placed(people)
    hire(people, people.bakery, "DURAND", follow_up=FollowUp.SIR, risks="amiante")
    hire(people, people.bakery, "MORIN", follow_up=FollowUp.SIA, entered_on=date(2026, 3, 2))
    hire(people, people.bakery, "LE GOFF", contract="Contrat d’apprentissage", entered_on=date(2026, 9, 1))
    hire(people, people.bakery, "CARIOU", follow_up=None)
    hire(people, people.bakery, "TANGUY", left_on=date(2026, 7, 31))
    hire(people, people.bakery, "NÉDÉLEC", contract="Stage", entered_on=date(2026, 11, 2))
    hire(people, people.garage, "AUTRE")
    found = figures(app, people)
    assert (found.total, found.si, found.sia, found.sir, found.unknown) == (4, 1, 1, 1, 1)
    assert (found.apprentices, found.excluded, found.entries, found.departures) == (1, 1, 2, 1)


@pytest.mark.parametrize(
    ("ends_on", "short"), [(date(2027, 1, 28), 1), (date(2027, 1, 29), 0), (None, 0), (date(2028, 1, 1), 0)]
)
def test_a_fixed_term_shorter_than_the_tariff_says_is_short(
    app: Flask, people: People, ends_on: date | None, short: int
) -> None:
    placed(people)
    hire(people, people.bakery, "DURAND", contract="CDD", entered_on=date(2026, 12, 1), contract_ends_on=ends_on)
    hire(people, people.bakery, "MORIN", contract="CDI", entered_on=date(2026, 12, 1), contract_ends_on=ends_on)
    found = figures(app, people, cdd_jours_minimum=60)
    assert (found.total, found.short_contracts, found.billed()) == (2, short, 2 - short)


def test_the_list_is_that_of_the_day_found_as_people_type(app: Flask, people: People) -> None:
    placed(people)
    hire(people, people.bakery, "LE GOËFF", "François", search="le goeff francois", sort_name="le goeff francois")
    hire(people, people.bakery, "DURAND", left_on=date(2026, 12, 1))
    hire(people, people.bakery, "MORIN", contract="Stage")
    campaign(app)
    with visiting(app, people.yann, people.bakery) as access:
        found = campaigns.of_year(2027)
        assert found is not None
        page = headcounts.page(access, found)
        assert [(one.name, one.counts) for one in page.rows] == [
            ("LE GOËFF François", True),
            ("MORIN Élise", False),
        ]
        assert headcounts.page(access, found, "françois goeff").total == 1
        assert headcounts.total(access, found) == 1
