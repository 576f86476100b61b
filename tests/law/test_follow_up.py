"""What the law makes of a situation, on the day it is asked: categories, articles, delays."""

from datetime import date

import pytest

from app.law import follow_up as law
from app.law.exposures import EXPOSURES, Group, asked
from app.law.follow_up import Situation
from app.models import FollowUp

TODAY = date(2027, 1, 19)
ADULT = date(1990, 5, 4)


def decided(*exposures: str, born: date | None = ADULT, personal: bool = False, on: date = TODAY) -> law.Decision:
    return law.decide(Situation(frozenset(exposures), born, personal), on)


@pytest.mark.parametrize(
    ("exposures", "category", "articles"),
    [
        ((), FollowUp.SI, ()),
        (("unknown",), FollowUp.SI, ()),
        (("nuit",), FollowUp.SIA, ("R. 4624-17",)),
        (("nuit", "biologiques-2"), FollowUp.SIA, ("R. 4624-17", "R. 4624-17")),
        (("amiante",), FollowUp.SIR, ("R. 4624-23, I, 1°",)),
        (("echafaudages", "nuit"), FollowUp.SIR, ("R. 4624-23, I, 7°",)),
        (("charges-55",), FollowUp.SIR, ("R. 4624-23, II et R. 4541-9",)),
        (("liste-employeur",), FollowUp.SIR, ("R. 4624-23, III",)),
        (("conduite",), FollowUp.SI, ()),
    ],
)
def test_the_strongest_follow_up_wins_with_its_articles(
    exposures: tuple[str, ...], category: FollowUp, articles: tuple[str, ...]
) -> None:
    decision = decided(*exposures)
    assert decision.follow_up is category
    assert tuple(reason.article for reason in decision.reasons) == articles


def test_drivers_and_electricians_left_the_reinforced_follow_up_in_october_2025() -> None:
    """Décret 2025-355: an attestation instead."""
    before, after = date(2025, 9, 30), date(2025, 10, 1)
    for code in ("conduite", "electrique"):
        assert decided(code, on=before).follow_up is FollowUp.SIR
        assert not decided(code, on=before).attestations
        assert decided(code, on=after).follow_up is FollowUp.SI
        assert decided(code, on=after).attestations
    assert not list(asked(Group.LICENCE, before))
    assert [one.code for one in asked(Group.LICENCE, after)] == ["conduite", "electrique"]


def test_lead_counts_without_a_threshold_since_april_2026() -> None:
    """Décret 2026-253."""
    lead = next(one for one in EXPOSURES if one.code == "plomb")
    assert "au-delà des seuils" in lead.question(date(2026, 4, 9))
    assert lead.question(date(2026, 4, 10)) == "Plomb"


def test_at_most_one_rule_of_an_exposure_holds_on_a_day() -> None:
    days = [rule.since for one in EXPOSURES for rule in one.rules] + [
        rule.until for one in EXPOSURES for rule in one.rules if rule.until
    ]
    for exposure in EXPOSURES:
        for day in days:
            assert sum(rule.holds(day) for rule in exposure.rules) == 1, (exposure.code, day)


@pytest.mark.parametrize(
    ("born", "on", "category"),
    [
        (date(2009, 1, 20), TODAY, FollowUp.SIA),
        (date(2009, 1, 19), TODAY, FollowUp.SI),
        (date(2008, 2, 29), date(2026, 2, 28), FollowUp.SIA),
        (date(2008, 2, 29), date(2026, 3, 1), FollowUp.SI),
        (None, TODAY, FollowUp.SI),
    ],
)
def test_under_eighteen_the_follow_up_is_adapted(born: date | None, on: date, category: FollowUp) -> None:
    assert decided(born=born, on=on).follow_up is category


def test_what_an_employee_told_adapts_the_follow_up_without_saying_what() -> None:
    reason = decided(personal=True).reasons[0]
    assert (reason.follow_up, reason.is_personal) == (FollowUp.SIA, True)


@pytest.mark.parametrize(
    ("exposures", "born", "contract", "latest", "article"),
    [
        ((), ADULT, "CDI", date(2027, 4, 30), "R. 4624-10"),
        ((), ADULT, "Apprentissage", date(2027, 3, 31), "R. 6222-40-1"),
        (("nuit",), ADULT, "CDI", date(2027, 1, 31), "R. 4624-18"),
        ((), ADULT, "Contrat d’apprentissage", date(2027, 3, 31), "R. 6222-40-1"),
        ((), None, None, date(2027, 4, 30), "R. 4624-10"),
        ((), date(2010, 1, 1), "Apprentissage", date(2027, 1, 31), "R. 4624-18"),
        ((), date(2009, 2, 1), "Apprentissage", date(2027, 1, 31), "R. 4624-18"),
        ((), date(2009, 1, 31), "CDI", date(2027, 4, 30), "R. 4624-10"),
        (("amiante",), ADULT, "CDI", date(2027, 1, 31), "R. 4624-24"),
        (("biologiques-2",), ADULT, "CDI", date(2027, 1, 31), "R. 4426-7"),
        (("champs",), ADULT, "CDI", date(2027, 1, 31), "R. 4453-25"),
    ],
)
def test_the_first_visit_waits_no_longer_than_its_article_says(
    exposures: tuple[str, ...], born: date | None, contract: str | None, latest: date, article: str
) -> None:
    entered = date(2027, 1, 31)
    visit = law.first_visit(decided(*exposures, born=born, on=entered), entered, contract)
    assert (visit.latest_on, visit.article) == (latest, article)
    assert visit.before_assignment is (latest == entered)


def test_a_reinforced_follow_up_whose_risk_nobody_told_still_begins_with_an_examination() -> None:
    visit = law.first_visit(decided(), TODAY, "CDI", FollowUp.SIR)
    assert (visit.latest_on, visit.article, visit.before_assignment) == (TODAY, "R. 4624-24", True)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2027, 1, 19), -24, date(2025, 1, 19)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
    ],
)
def test_months_end_with_their_last_day(day: date, months: int, then: date) -> None:
    assert law.months_after(day, months) == then


@pytest.mark.parametrize(
    ("follow_up", "exposures", "exposed"),
    [
        (FollowUp.SIR, (), True),
        (FollowUp.SI, ("conduite",), True),
        (FollowUp.SIA, ("nuit",), False),
        (FollowUp.SI, (), False),
        (None, ("amiante",), True),
    ],
)
def test_who_was_exposed_is_due_a_last_visit(follow_up: FollowUp, exposures: tuple[str, ...], exposed: bool) -> None:
    assert law.was_exposed(follow_up, frozenset(exposures)) is exposed


def test_a_change_of_the_law_asks_again_whom_it_concerns() -> None:
    driver = frozenset({"conduite"})
    assert "1er octobre 2025" in (law.changed_since(driver, date(2025, 9, 30), TODAY) or "")
    assert law.changed_since(driver, None, TODAY)
    assert law.changed_since(driver, date(2025, 10, 1), TODAY) is None
    assert law.changed_since(driver, None, date(2025, 9, 30)) is None
    assert law.changed_since(frozenset({"amiante"}), None, TODAY) is None
