"""A campaign through the year: which one is shown, what it accepts, and how an operator opens it."""

import json
from datetime import date
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from app.services import campaigns
from app.services.campaigns import CampaignState, WrongDates
from tests.support.declarations import DATES, campaign
from tests.support.records import journal


@pytest.mark.parametrize(
    ("day", "state", "accepts"),
    [
        ("2027-01-03", CampaignState.UPCOMING, False),
        ("2027-01-04", CampaignState.OPEN, True),
        ("2027-01-31", CampaignState.OPEN, True),
        ("2027-02-01", CampaignState.LATE, True),
        ("2027-02-28", CampaignState.LATE, True),
        ("2027-03-01", CampaignState.CLOSED, False),
    ],
)
def test_a_campaign_opens_grows_late_and_closes(app: Flask, day: str, state: CampaignState, accepts: bool) -> None:
    campaign(app)
    with time_machine.travel(date.fromisoformat(day), tick=False), app.app_context():
        found = campaigns.shown()
        assert found is not None
        assert campaigns.state(found) is state
        assert state.accepts is accepts


def test_midnight_is_that_of_paris(app: Flask) -> None:
    campaign(app)
    with time_machine.travel("2027-01-31T23:30:00+00:00", tick=False), app.app_context():
        found = campaigns.shown()
        assert found is not None
        assert campaigns.state(found) is CampaignState.LATE


@pytest.mark.parametrize(
    ("day", "year"), [("2026-12-01", 2027), ("2027-02-28", 2027), ("2027-03-01", 2028), ("2028-06-01", 2028)]
)
def test_the_one_that_is_not_closed_is_shown_or_else_the_last(app: Flask, day: str, year: int) -> None:
    campaign(app, 2028)
    campaign(app, 2027)
    with time_machine.travel(date.fromisoformat(day), tick=False), app.app_context():
        found = campaigns.shown()
        assert found is not None
        assert found.year == year


def test_no_campaign_is_no_trouble(app: Flask) -> None:
    with app.app_context():
        assert campaigns.shown() is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_on": date(2027, 1, 3)},
        {"closes_on": date(2027, 1, 30)},
        {"reference_on": date(2025, 1, 1)},
    ],
    ids=str,
)
def test_dates_out_of_order_are_refused(app: Flask, wrong: dict[str, date]) -> None:
    with app.app_context(), pytest.raises(WrongDates):
        campaigns.define(2027, tariff=None, **{**DATES, **wrong})


def test_a_tariff_written_by_hand_and_wrong_only_hides_the_amount(app: Flask) -> None:
    campaign(app)
    with app.app_context():
        found = campaigns.shown()
        assert found is not None
        found.tariff = {"taux": 98}
        assert campaigns.tariff_of(found) is None


def run(app: Flask, *words: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["campaign", *words])
    return result.exit_code, result.output


SET = ("set", "2027", "--reference", "2027-01-01", "--opens", "04/01/2027", "--due", "31/01/2027")


def test_an_operator_opens_a_campaign_and_keeps_its_tariff_when_changing_a_date(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "tarif.json"
    file.write_text(json.dumps({"taux_centimes": 9800}))
    assert "Aucune campagne" in run(app, "show")[1]
    assert run(app, *SET, "--closes", "28/02/2027", "--tariff", str(file))[0] == 0
    code, told = run(app, *SET, "--closes", "15/03/2027")
    assert code == 0
    assert "clôture le 15/03/2027, avec tarif" in told
    assert run(app, "show") == (0, told)
    assert journal(app) == ["campaign.defined"] * 2


@pytest.mark.parametrize(
    ("words", "content", "said"),
    [
        (("--closes", "01/01/2027"), None, "se suivre dans cet ordre"),
        (("--closes", "31/02/2027"), None, "31/02/2027"),
        (("--closes", "28/02/2027"), "{", "n’est pas du JSON"),
        (("--closes", "28/02/2027"), "{}", "indiquez une seule de ces clés"),
        (("--closes", "28/02/2027", "--tariff", "nowhere.json"), None, "ne peut être lu"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_kept(
    app: Flask, tmp_path: Path, words: tuple[str, ...], content: str | None, said: str
) -> None:
    if content is not None:
        (tmp_path / "tarif.json").write_text(content)
        words = (*words, "--tariff", str(tmp_path / "tarif.json"))
    code, told = run(app, *SET, *words)
    assert code
    assert said in told
    assert "Aucune campagne" in run(app, "show")[1]
