"""The list of members, as agents look through it and keep it."""

from datetime import date, timedelta

import pytest
from flask import Flask

from app.clock import now, today
from app.extensions import db
from app.models import MembershipStatus
from app.services.editing import ChangedMeanwhile, mark_of
from app.services.staff import companies, company_changes
from app.services.staff.companies import Filters, State
from app.services.staff.company_changes import CodeTaken, DoneAlready, Identity, LeftBeforeJoining, SameEstablishment
from app.tenancy import all_companies
from tests.people import People
from tests.support.records import company_of, journal, letters_to, user_of

SIRET = "80331845800012"


def named(query: str = "", **others: object) -> list[str]:
    return [company.name for company in companies.page(Filters(query, **others)).rows]  # type: ignore[arg-type]


def given(**others: object) -> Identity:
    known = dict.fromkeys(("siret", "naf", "street", "extra", "postcode", "city", "phone", "email", "joined_on"))
    return Identity(**{"name": "ÉPICERIE DU PORT", **known, **others})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query",
    [
        "le gall",
        "Boulangèrie",
        "saint-brieuc gall",
        "220417",
        "22 0417",
        SIRET,
        "803 318 458",
        "803 318 458 00012",
        "803318",
        "yann.legall@example.org",
        "YANN.LEGALL@",
        "bonjour@legall.example",
    ],
)
def test_a_company_is_found_by_what_one_knows_of_it(app: Flask, people: People, query: str) -> None:
    people.yann, people.solene  # noqa: B018
    with app.app_context():
        company_of(people.bakery).email = "bonjour@legall.example"
        with all_companies("test"):
            db.session.commit()
        assert named(query) == ["BOULANGERIE LE GALL"]


@pytest.mark.parametrize("query", ["%", "_", "gall%", "@@", "'; --", "0" * 14, "garage@nowhere"])
def test_what_stands_nowhere_finds_nothing(app: Flask, people: People, query: str) -> None:
    people.yann  # noqa: B018
    with app.app_context():
        assert named(query) == []


def test_who_lost_access_no_longer_leads_to_the_company(app: Flask, people: People) -> None:
    people.attach(people.jeanne, people.bakery, status=MembershipStatus.REMOVED)
    with app.app_context():
        assert named("jeanne.david@example.org") == []


def test_states_narrow_the_list(app: Flask, people: People) -> None:
    people.yann  # noqa: B018
    people.company("ANCIENNE", "220001", left_on=today())
    people.company("BIENTÔT PARTIE", "220002", left_on=today() + timedelta(days=9))
    people.attach(people.jeanne, people.garage, last_opened_at=now())
    numberless = people.company("SANS NUMÉRO", "220003")
    with app.app_context():
        with all_companies("test"):
            company_of(numberless).declarant_digest = None
            db.session.commit()
        assert named(state=State.LEFT) == ["ANCIENNE"]
        assert "BIENTÔT PARTIE" in named(state=State.MEMBERS)
        assert named(state=State.NO_ACCOUNT) == ["BIENTÔT PARTIE", "SANS NUMÉRO"]
        assert named(state=State.NEVER_CAME) == ["BOULANGERIE LE GALL"]
        assert named(state=State.NO_NUMBER) == ["SANS NUMÉRO"]
        assert named(order="-code")[0] == "BOULANGERIE LE GALL"


def test_a_page_holds_a_hundred(app: Flask, people: People) -> None:
    people.clients(people.jeanne, 103)
    with app.app_context():
        assert (page := companies.page(Filters("client"), 2)).total == 103
        assert len(page.rows) == 3
        assert companies.page(Filters("client"), 9).number == 2


def test_a_new_member_is_searched_for_at_once_and_waits_for_its_number(app: Flask, people: People) -> None:
    with app.app_context():
        agent = user_of(people.anouk)
        company = company_changes.create(
            agent, "220999", given(siret=SIRET, city="Paimpol", joined_on=date(2027, 1, 4))
        )
        assert (company.declarant_digest, company.city_sort) == (None, "paimpol")
        assert named("epicerie paimpol") == ["ÉPICERIE DU PORT"]
        db.session.commit()
    assert journal(app) == ["company.created"]


def test_the_next_code_follows_the_last_of_the_usual_length(app: Flask, people: People) -> None:
    with app.app_context():
        assert company_changes.next_code() is None
    for code in ("000418", "000097", "123456789012", "GARAGE"):
        people.company(f"C{code}", code)
    with app.app_context():
        assert company_changes.next_code() == "000419"


def test_a_code_is_given_once_and_an_establishment_twice_only_when_it_is_meant(app: Flask, people: People) -> None:
    people.bakery  # noqa: B018
    with app.app_context():
        agent = user_of(people.anouk)
        with pytest.raises(CodeTaken) as taken:
            company_changes.create(agent, "220417", given())
        assert taken.value.company.name == "BOULANGERIE LE GALL"
        with pytest.raises(SameEstablishment) as same:
            company_changes.create(agent, "220999", given(siret=SIRET))
        assert [company.name for company in same.value.companies] == ["BOULANGERIE LE GALL"]
        assert company_changes.create(agent, "220999", given(siret=SIRET), twice=True).siret == SIRET


def test_a_correction_refuses_to_undo_another_one(app: Flask, people: People) -> None:
    people.anouk, people.bakery  # noqa: B018
    with app.app_context():
        agent, company = user_of(people.anouk), company_of(people.bakery)
        shown = company_changes.identity(company)
        company_changes.modify(agent, company, given(siret=SIRET, email="a@port.example"), mark_of(shown))
        assert named("epicerie") == ["ÉPICERIE DU PORT"]
        with pytest.raises(ChangedMeanwhile) as refused:
            company_changes.modify(agent, company, given(name="AUTRE"), mark_of(shown))
        assert refused.value.by == "Anouk AGENT"
        now_shown = mark_of(company_changes.identity(company))
        company_changes.modify(agent, company, given(siret=SIRET, email="b@port.example"), now_shown)
        db.session.commit()
    # The address that hears of new arrivals is told that another replaces it.
    assert letters_to(app, "a@port.example") == ["company_email_changed"]
    assert journal(app) == ["company.changed"] * 2


def test_a_company_leaves_once_and_comes_back_once(app: Flask, people: People) -> None:
    people.anouk, people.bakery  # noqa: B018
    with app.app_context():
        agent, company = user_of(people.anouk), company_of(people.bakery)
        with all_companies("test"):
            company.joined_on = date(2020, 1, 1)
        with pytest.raises(LeftBeforeJoining):
            company_changes.radiate(agent, company, date(2019, 12, 31))
        company_changes.radiate(agent, company, today())
        assert company.has_left
        with pytest.raises(DoneAlready):
            company_changes.radiate(agent, company, today())
        company_changes.reinstate(agent, company)
        assert not company.has_left
        with pytest.raises(DoneAlready):
            company_changes.reinstate(agent, company)
        db.session.commit()
    assert journal(app) == ["company.radiated", "company.reinstated"]
