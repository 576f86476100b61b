"""The fictional association: always the same, valid from end to end, ready to be tried."""

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import settings
from app.clock import today
from app.extensions import db
from app.models import (
    AppointmentRequest,
    Campaign,
    Declaration,
    DeclarationState,
    Document,
    DocumentKind,
    Employee,
    Membership,
    OutboxMessage,
    RequestState,
    Role,
    Setting,
    User,
    Visit,
    VisitState,
)
from app.services import declarant_numbers, demo, memberships, passwords
from app.services.demo import association, identifiers
from app.services.exchange import import_folder
from app.services.staff import notices, requests
from app.tenancy import all_companies, enter_as
from tests.services.exchange.support import company, count


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "files"
    demo.generate(folder)
    return folder


@pytest.fixture(name="installed")
def _installed(app: Flask) -> Iterator[Path]:
    with app.app_context():
        folder, report = demo.install(printed=0)
        assert report.problem_count == report.warning_count == 0
        yield folder


def lines(folder: Path, file: str) -> list[dict[str, str]]:
    with (folder / f"{file}.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source, delimiter=";"))


def test_the_same_seed_writes_the_same_files(folder: Path, tmp_path: Path) -> None:
    demo.generate(tmp_path)
    for file in folder.iterdir():
        assert file.read_bytes() == (tmp_path / file.name).read_bytes()


def test_another_seed_writes_other_files(folder: Path, tmp_path: Path) -> None:
    demo.generate(tmp_path, seed=23)
    assert (folder / "salaries.csv").read_bytes() != (tmp_path / "salaries.csv").read_bytes()


def test_identifiers_are_fictional(folder: Path) -> None:
    for line in lines(folder, "adherents"):
        assert line["siret"].startswith("0000")
        assert line["telephone"].startswith("02 61 91 ")
        assert line["email"].endswith(".example.org")
    for line in lines(folder, "comptes"):
        assert line["mobile"].startswith("06 39 98 ")
        assert line["email"].endswith(".example.org")


def test_identifiers_are_told_apart_in_large_associations() -> None:
    assert len({identifiers.siret(index) for index in range(25_000)}) == 25_000
    assert all(before < after for before, after in pairwise(map(identifiers.member_code, range(25_000))))


def test_headcounts_are_believable(folder: Path) -> None:
    headcounts = Counter(line["code_adherent"] for line in lines(folder, "salaries")).most_common()
    assert headcounts[0][1] == 240
    assert 1 <= headcounts[-1][1] <= headcounts[1][1] <= 60
    assert len(headcounts) == 150


def test_every_kind_of_follow_up_and_departures_are_there(folder: Path) -> None:
    employees = lines(folder, "salaries")
    assert {line["type_suivi"] for line in employees} == {"SI", "SIA", "SIR"}
    assert any(line["date_sortie"] for line in employees)
    assert all(line["risques"] for line in employees if line["type_suivi"] == "SIR")


def test_a_large_association_has_as_many_employees_as_asked(tmp_path: Path) -> None:
    demo.generate(tmp_path, companies=60, employees_in_all=1000)
    assert (len(lines(tmp_path, "adherents")), len(lines(tmp_path, "salaries"))) == (60, 1000)
    with pytest.raises(ValueError, match="at least"):
        demo.generate(tmp_path, companies=39)


def test_newcomers_can_try_the_first_access(folder: Path) -> None:
    attached = {line["code_adherent"] for line in lines(folder, "rattachements")}
    free = [line for line in lines(folder, "adherents") if line["code_adherent"] not in attached]
    numeric = [line for line in free if line["numero_teledeclarant"].isdigit()]
    assert (len(free), len(numeric)) == (17, 2)
    assert not any(declarant_numbers.is_mistyped(line["numero_teledeclarant"]) for line in free)


def test_three_letters_are_told(folder: Path) -> None:
    letters = demo.demo_letters(folder)
    assert len({letter.member_code for letter in letters}) == 3
    assert [letter.declarant_number.isdigit() for letter in letters] == [False, False, True]


def test_the_installed_portal_is_ready(installed: Path) -> None:
    accountant, employer, agent = (_user(account.email) for account in demo.ACCOUNTS)
    for person in (accountant, employer, agent):
        assert passwords.is_right(demo.PASSWORD, person.password_hash)
        assert person.activated_at
    assert (accountant.firm_name, agent.is_staff) == ("Cabinet Exemple", True)
    enter_as(accountant)
    assert memberships.count(accountant) == 128
    enter_as(employer)
    assert memberships.only_one(employer) == company("220417").public_id


def test_the_accountant_is_a_third_party_with_references(installed: Path) -> None:
    with all_companies("a test looks at a portfolio"):
        rows = db.session.execute(
            select(Membership.role, Membership.reference).where(Membership.user_id == _user(demo.ACCOUNTS[0].email).id)
        ).all()
    assert {role for role, _ in rows} == {Role.THIRD_PARTY}
    assert len({reference for _, reference in rows}) == association.OF_THE_ACCOUNTANT


def test_the_bakery_has_its_six_employees(installed: Path) -> None:
    bakery = company("220417")
    assert (bakery.name, bakery.city) == ("BOULANGERIE LE GALL", "SAINT-BRIEUC")
    with all_companies("a test counts employees"):
        found = db.session.scalar(select(func.count()).where(Employee.company_id == bakery.id))
    assert found == 6


def test_the_letters_open_their_companies(installed: Path) -> None:
    for letter in demo.demo_letters(installed):
        assert declarant_numbers.is_assigned(company(letter.member_code), letter.declarant_number)


def test_a_portal_in_use_is_left_alone(installed: Path) -> None:
    before = count(User)
    with pytest.raises(demo.NotEmpty):
        demo.install(printed=0)
    assert count(User) == before


def test_importing_the_same_files_again_changes_nothing(installed: Path) -> None:
    report = import_folder(installed)
    assert report.problem_count == report.warning_count == 0
    assert {counts.written for counts in report.counts.values()} == {0}


def test_the_planning_is_never_empty(tmp_path: Path) -> None:
    day = date(2028, 8, 14)
    demo.generate(tmp_path, on=day)
    visits = lines(tmp_path, "visites")
    coming = [visit for visit in visits if day.isoformat() < visit["date"]]
    assert {visit["etat"] for visit in coming} == {"PLANIFIEE", "ANNULEE"}
    assert {visit["etat"] for visit in visits if visit not in coming} == {"REALISEE", "ABSENTE", "EXCUSEE", "ANNULEE"}
    assert max(visit["date"] for visit in coming) <= (day + timedelta(days=90)).isoformat()
    assert len({visit["centre"] for visit in visits}) == 3
    assert len({visit["code_adherent"] for visit in coming}) > 75


def test_nobody_is_seen_on_a_sunday_or_on_christmas_day(tmp_path: Path) -> None:
    demo.generate(tmp_path, on=date(2026, 12, 1))
    days = {date.fromisoformat(visit["date"]) for visit in lines(tmp_path, "visites")}
    assert not any(day.weekday() > 4 for day in days)
    assert not days & {date(2026, 12, 25), date(2027, 1, 1)}
    assert date(2026, 12, 24) in days


def test_the_bakery_expects_somebody_a_wednesday_at_half_past_nine(folder: Path) -> None:
    expected = [visit for visit in lines(folder, "visites") if visit["code_adherent"] == "220417"]
    assert any(
        visit["heure"] == "09:30" and date.fromisoformat(visit["date"]).weekday() == 2 and visit["etat"] == "PLANIFIEE"
        for visit in expected
        if visit["date"] > today().isoformat()
    )


def test_invoices_agree_with_the_headcounts_declared(folder: Path) -> None:
    declared = {
        (line["code_adherent"], line["annee"]): sum(int(line[name]) for name in ("si", "sia", "sir"))
        for line in lines(folder, "declarations")
    }
    papers = [line for line in lines(folder, "documents") if line["code_adherent"] == "220417"]
    first = next(line for line in papers if line["numero"].startswith("F-2026"))
    assert (declared["220417", "2026"], first["montant_ht"], first["montant_ttc"]) == (6, "578,28", "693,94")
    assert {line["type"] for line in lines(folder, "documents")} == {"FACTURE", "AVOIR", "ATTESTATION"}
    assert {line["etat"] for line in papers if line["type"] == "FACTURE"} == {"REGLEE", "A_REGLER"}


def test_documents_have_real_files(tmp_path: Path) -> None:
    demo.generate(tmp_path, printed=1)
    named = [line["fichier"] for line in lines(tmp_path, "documents") if line["fichier"]]
    assert sorted(named) == sorted(f"documents/{path.name}" for path in (tmp_path / "documents").iterdir())
    assert len(named) >= 4
    assert all((tmp_path / name).read_bytes().startswith(b"%PDF-") for name in named)


def test_the_last_visit_at_the_bakery_was_attested(installed: Path) -> None:
    with all_companies("a test looks at documents"):
        document = db.session.scalars(select(Document).where(Document.employee_id.is_not(None))).one()
        visit = db.session.scalars(select(Visit).where(Visit.employee_id == document.employee_id)).one()
    assert (document.kind, document.issued_on) == (DocumentKind.ATTESTATION, visit.day)
    assert visit.state is VisitState.DONE


def test_the_campaign_is_open_on_the_day_of_installation(installed: Path) -> None:
    campaign = db.session.scalars(select(Campaign)).one()
    assert (campaign.year, campaign.reference_on) == (2027, date(2027, 1, 1))
    assert campaign.opens_on <= today() <= campaign.due_on < campaign.closes_on


def test_some_declared_already_and_the_bakery_did_not(installed: Path) -> None:
    with all_companies("a test looks at declarations"):
        bakery = company("220417").id
        rows = db.session.execute(
            select(Declaration.state, Declaration.company_id, Declaration.sent_by).where(Declaration.year == 2027)
        ).all()
    states = Counter(row.state for row in rows)
    assert states[DeclarationState.SENT] > 20
    assert states[DeclarationState.DRAFT] > 10
    assert bakery not in {row.company_id for row in rows}
    assert any(row.sent_by == "Jeanne DAVID (Cabinet Exemple)" for row in rows)
    assert count(OutboxMessage) == 0


def test_it_says_how_to_pay_and_what_a_late_absence_costs(installed: Path, app: Flask) -> None:
    with app.app_context():
        assert (app.config["IBAN"], settings.absence_fee()) == ("FR1420041010050500013M02606", 8246)


def test_the_installation_has_the_last_word_on_how_to_pay(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.app_context():
        monkeypatch.setitem(settings.current().installed, "IBAN", "FR7630006000011234567890189")
        demo.install(printed=0)
        assert {row.key for row in db.session.scalars(select(Setting))} == {"FRAIS_ABSENCE"}


def test_the_bakery_asked_for_visits(installed: Path) -> None:
    with all_companies("a test looks at requests"):
        states = set(db.session.scalars(select(AppointmentRequest.state)))
        planned = db.session.scalars(select(AppointmentRequest).where(AppointmentRequest.visit_id.is_not(None))).one()
        visit = db.session.get(Visit, planned.visit_id)
        waiting, told = requests.count_waiting(), notices.count_waiting()
    assert states == {RequestState.SENT, RequestState.PLANNED}
    assert (waiting, told) == (6, 2)
    assert visit
    assert visit.employee_id == planned.employee_id


def _user(email: str) -> User:
    return db.session.scalars(select(User).where(User.email == email)).one()
