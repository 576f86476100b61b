"""The fictional association: always the same, valid from end to end, ready to be tried."""

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import Employee, Membership, Role, User
from app.services import declarant_numbers, demo, memberships, passwords
from app.services.demo import association, identifiers
from app.tenancy import all_companies, enter_as
from tests.services.exchange_support import company, count


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "files"
    demo.generate(folder)
    return folder


@pytest.fixture(name="installed")
def _installed(app: Flask) -> Iterator[Path]:
    with app.app_context():
        folder, report = demo.install()
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
        demo.install()
    assert count(User) == before


def _user(email: str) -> User:
    return db.session.scalars(select(User).where(User.email == email)).one()
