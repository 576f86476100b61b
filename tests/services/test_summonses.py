"""The summons: a page and a PDF that say the same."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from flask import Flask

from app.models import VisitState
from app.services import summonses
from tests.people import People
from tests.support.records import visiting
from tests.support.visits import TODAY, plan, seen


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def elise(people: People) -> int:
    people.yann  # noqa: B018
    return people.employee(people.bakery, "DURAND", "Élise")


def test_a_summons_says_who_when_where_and_until_when(app: Flask, people: People, elise: int) -> None:
    app.config["FRAIS_ABSENCE"] = 50
    number = plan(app, people.bakery, elise)
    with visiting(app, people.yann, people.bakery) as access:
        summons = summonses.write(access, seen(access, number))
        assert summons
        assert dict(summons.lines)["Date et heure"] == "mercredi 3\u00a0février 2027, à 9\u00a0h\u00a030"
        assert dict(summons.lines)["Lieu"] == "Centre de Saint-Brieuc, 4 rue Exemple, 22000 SAINT-BRIEUC"
        assert "Sans frais jusqu’au lundi 1er\u00a0février 2027 à 9\u00a0h\u00a030." in summons.absence[1]
        assert "50,00\u00a0€ HT" in summons.absence[1]
        assert summons.file_name == "2027-02-03_Convocation_DURAND-Elise_BOULANGERIE-LE-GALL.pdf"
        content = summonses.write_pdf(summons)
    assert content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in content
    assert b"/Lang" in content


def test_once_the_free_limit_is_past_it_is_not_promised(app: Flask, people: People, elise: int) -> None:
    app.config["FRAIS_ABSENCE"] = 50
    number = plan(app, people.bakery, elise, date(2027, 1, 20))
    with visiting(app, people.yann, people.bakery) as access:
        summons = summonses.write(access, seen(access, number))
        assert summons
        assert summons.absence[1] == (
            "Le délai sans frais est passé depuis le lundi 18\u00a0janvier 2027 à 9\u00a0h\u00a030. L’association peut "
            "facturer 50,00\u00a0€ HT à l’employeur, jamais au salarié."
        )


@pytest.mark.parametrize("state", [state for state in VisitState if state is not VisitState.PLANNED])
def test_nobody_is_summoned_to_what_will_not_be(app: Flask, people: People, elise: int, state: VisitState) -> None:
    number = plan(app, people.bakery, elise, state=state)
    with visiting(app, people.yann, people.bakery) as access:
        assert summonses.write(access, seen(access, number)) is None


def test_a_name_is_only_a_name(app: Flask, people: People) -> None:
    people.yann  # noqa: B018
    odd = people.employee(people.bakery, "#let x = 1; *D’ORGE* $y$", "../../[É]lise")
    number = plan(app, people.bakery, odd, at=None, minutes=None, centre=None, centre_address=None)
    with visiting(app, people.yann, people.bakery) as access:
        summons = summonses.write(access, seen(access, number))
        assert summons
        assert "/" not in summons.file_name
        assert summonses.write_pdf(summons).startswith(b"%PDF-")
