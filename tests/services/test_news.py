"""What people choose to be written about, and « un seul e-mail par jour »."""

from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask

from app.clock import PARIS
from app.extensions import db
from app.models import MembershipStatus, Profile, Role, Topic
from app.services import company_access, news, preferences, upkeep
from app.services.preferences import Preferences
from app.tenancy import enter_as
from tests.people import People
from tests.support.accounts import change, queued, tell, waiting_news
from tests.support.mailbox import Mailbox, text_of
from tests.support.records import letters_to, link, user_of, visiting
from tests.support.threads import at_once

MORNING = datetime(2027, 1, 19, 9, 0, tzinfo=PARIS)
NEXT_DAY = datetime(2027, 1, 20, 7, 0, tzinfo=PARIS)


@pytest.fixture
def jeanne(app: Flask, people: People) -> str:
    """An accountant who wants one letter a day, with the bakery for client."""
    people.yann  # noqa: B018
    people.attach(people.jeanne, people.bakery)
    change(app, people.jeanne, daily_digest=True)
    return people.jeanne


def send_due(app: Flask, at: datetime) -> int:
    with time_machine.travel(at, tick=False), app.app_context():
        return news.send_due()


@pytest.mark.parametrize("topic", list(Topic))
def test_a_letter_on_a_topic_leaves_for_who_wants_it(app: Flask, people: People, topic: Topic) -> None:
    assert people.yann
    tell(app, people.yann, people.bakery, topic)
    change(app, people.yann, **{f"wants_{topic.value}": False})
    tell(app, people.yann, people.bakery, topic)
    assert letters_to(app, people.yann) == ["access_ended"]


def test_news_wait_for_seven_the_next_morning(app: Flask, people: People, jeanne: str, mailbox: Mailbox) -> None:
    with time_machine.travel(MORNING, tick=False):
        tell(app, jeanne, people.bakery)
        tell(app, jeanne, people.bakery, Topic.VISITS, "request_accepted")
    assert letters_to(app, jeanne) == []
    assert send_due(app, MORNING.replace(hour=18)) == 0
    assert send_due(app, NEXT_DAY.replace(hour=6, minute=59)) == 0
    assert send_due(app, NEXT_DAY) == 1
    assert send_due(app, NEXT_DAY + timedelta(hours=1)) == 0
    with time_machine.travel(NEXT_DAY + timedelta(minutes=1), tick=False):
        letter = mailbox.last_to(jeanne)
    assert str(letter["Subject"]) == "Votre résumé du jour"
    told = text_of(letter)
    assert "BOULANGERIE LE GALL (SAINT-BRIEUC)" in told
    assert "- Votre accès à BOULANGERIE LE GALL a pris fin" in told
    assert f"/e/{people.bakery}/" in told
    assert waiting_news(app) == 0


def test_a_day_without_news_is_a_day_without_letter(app: Flask, jeanne: str) -> None:
    assert send_due(app, NEXT_DAY) == 0
    assert letters_to(app, jeanne) == []


def test_access_and_security_never_wait(app: Flask, people: People, jeanne: str) -> None:
    membership = link(app, jeanne, people.bakery)
    assert membership is not None
    with visiting(app, people.yann, people.bakery) as access:
        found = company_access.find(access, membership.id)
        assert found is not None
        company_access.remove(access, *found)
    assert letters_to(app, jeanne) == ["access_ended"]


def test_companies_are_in_order_and_each_has_its_news(app: Flask, people: People, jeanne: str) -> None:
    people.attach(jeanne, people.garage)
    with time_machine.travel(MORNING, tick=False):
        for company in (people.garage, people.bakery, people.garage):
            tell(app, jeanne, company)
    send_due(app, NEXT_DAY)
    companies = queued(app, "daily_digest")[0].facts["companies"]
    assert [(one["name"], len(one["news"])) for one in companies] == [("BOULANGERIE LE GALL", 1), ("GARAGE MORIN", 2)]


def test_what_is_no_longer_theirs_or_no_longer_wanted_is_not_told(app: Flask, people: People, jeanne: str) -> None:
    people.attach(jeanne, people.garage, status=MembershipStatus.REMOVED)
    with time_machine.travel(MORNING, tick=False):
        tell(app, jeanne, people.garage)
        tell(app, jeanne, people.bakery, Topic.VISITS)
    change(app, jeanne, wants_visits=False)
    assert send_due(app, NEXT_DAY) == 0
    assert waiting_news(app) == 0


def test_too_much_news_is_counted(app: Flask, people: People, jeanne: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "MOST_LINES", 3)
    with time_machine.travel(MORNING, tick=False):
        for _ in range(5):
            tell(app, jeanne, people.bakery)
    send_due(app, NEXT_DAY)
    facts = queued(app, "daily_digest")[0].facts
    assert (len(facts["companies"][0]["news"]), facts["left_out"]) == (3, 2)


def test_two_workers_send_it_once(app: Flask, people: People, jeanne: str) -> None:
    with time_machine.travel(MORNING, tick=False):
        tell(app, jeanne, people.bakery)
    with time_machine.travel(NEXT_DAY, tick=False):
        assert sorted(at_once(app, *[news.send_due] * 3)) == [0, 0, 1]
    assert letters_to(app, jeanne) == ["daily_digest"]


def test_upkeep_sends_it(app: Flask, people: People, jeanne: str, mailbox: Mailbox) -> None:
    with time_machine.travel(MORNING, tick=False):
        tell(app, jeanne, people.bakery)
    with time_machine.travel(NEXT_DAY, tick=False), app.app_context():
        assert upkeep.run_once() == 1
    assert len(mailbox.to(jeanne)) == 1


def save(app: Flask, who: str, **wanted: bool) -> None:
    with app.app_context():
        user = user_of(who)
        base = {"reminders": True, "documents": True, "visits": True, "daily_digest": False}
        preferences.save(user, Preferences(**{**base, **wanted}))
        db.session.commit()


def test_without_the_daily_letter_what_waits_leaves_at_once(app: Flask, people: People, jeanne: str) -> None:
    tell(app, jeanne, people.bakery)
    save(app, jeanne, daily_digest=True)
    assert letters_to(app, jeanne) == []
    save(app, jeanne, daily_digest=False)
    assert letters_to(app, jeanne) == ["daily_digest"]
    tell(app, jeanne, people.bakery)
    assert letters_to(app, jeanne) == ["daily_digest", "access_ended"]
    assert waiting_news(app) == 0


def test_a_daily_letter_is_offered_to_who_acts_for_clients(app: Flask, people: People) -> None:
    assert people.yann
    people.attach(people.solene, people.bakery, Role.THIRD_PARTY)
    change(app, people.maelle, profile=Profile.FIRM)
    for email, offered in ((people.yann, False), (people.solene, True), (people.maelle, True)):
        with app.app_context():
            enter_as(user := user_of(email))
            assert preferences.may_group(user) is offered
