"""An import: what goes in, what stays, and that doing it again changes nothing."""

import stat
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import (
    AuditEvent,
    Company,
    Employee,
    FollowUp,
    MembershipStatus,
    OutboxMessage,
    Profile,
    Role,
)
from app.services import declarant_numbers, passwords
from app.services.exchange import Counts, companies, import_folder
from app.services.exchange import accounts as exchanged_accounts
from app.services.exchange import memberships as exchanged_memberships
from app.services.exchange.plan import Plan
from app.tenancy import all_companies
from tests.services.exchange.support import (
    ACCOUNTS,
    BAKERY,
    COMPANIES,
    ELISE,
    EMPLOYEES,
    GARAGE,
    YANN,
    YANNS_ADDRESS,
    company,
    count,
    employee,
    membership,
    user,
    write,
    write_association,
)


def test_a_folder_goes_in(association: Path) -> None:
    assert company("220417").siret == "00002204600015"
    assert company("220417").phone == "0261910417"
    assert company("220418").search == "garage kervegan lannion 22 0418 220418"
    assert user(YANNS_ADDRESS).password_hash is user(YANNS_ADDRESS).activated_at is None
    assert membership(YANNS_ADDRESS, "220417").role is Role.MANAGER
    assert membership(YANNS_ADDRESS, "220417").status is MembershipStatus.ACTIVE
    elise = employee("S1")
    assert (elise.number, elise.version, elise.follow_up, elise.entered_on) == (1, 1, FollowUp.SI, date(2020, 9, 1))
    assert (elise.search, elise.sort_name) == ("durand le goeuff elise", "le goeuff elise")


def test_a_second_import_changes_and_writes_nothing(association: Path) -> None:
    events, issued = count(AuditEvent), company("220417").declarant_issued_at
    report = import_folder(association)
    assert all(counts.written == counts.skipped == 0 and counts.unchanged for counts in report.counts.values())
    assert (count(AuditEvent), company("220417").declarant_issued_at) == (events, issued)


def test_changes_go_in_and_move_the_version(association: Path) -> None:
    write(association, salaries=EMPLOYEES + ELISE.replace("LE GŒUFF", "TANGUY"))
    assert import_folder(association).of("salaries.csv") == Counts(updated=1)
    elise = employee("S1")
    assert (elise.usual_name, elise.sort_name, elise.number, elise.version) == ("TANGUY", "tanguy elise", 1, 2)


def test_an_empty_cell_clears_a_value_and_an_absent_column_keeps_it(association: Path) -> None:
    without_city = "code_adherent;raison_sociale;telephone\n220417;BOULANGERIE TANGUY;\n"
    import_folder(write(association, adherents=without_city))
    bakery = company("220417")
    assert (bakery.phone, bakery.city, bakery.siret) == (None, "SAINT-BRIEUC", "00002204600015")
    assert bakery.search == "boulangerie tanguy saint-brieuc 22 0417 220417"


def test_numbers_of_new_employees_continue(association: Path) -> None:
    import_folder(
        write(association, salaries=EMPLOYEES + ELISE + "220417;S2;RIOU;;Yann;;;;\n220418;S1;RIOU;;Ana;;;;\n")
    )
    assert employee("S2").number == 2
    assert count(Employee) == 3


def test_given_numbers_open_the_company(association: Path) -> None:
    assert declarant_numbers.is_assigned(company("220417"), "7654321")
    assert company("220417").declarant_is_weak


def test_another_number_replaces_the_first_and_the_journal_says_so(association: Path) -> None:
    import_folder(write(association, adherents=COMPANIES + BAKERY.replace("7654321", "7654399")))
    assert not declarant_numbers.is_assigned(company("220417"), "7654321")
    assert declarant_numbers.is_assigned(company("220417"), "7654399")
    with all_companies("a test reads the journal"):
        assert db.session.query(AuditEvent).filter_by(action="declarant_number.replaced").count() == 1


def test_a_mistyped_number_is_refused(tmp_path: Path) -> None:
    report = import_folder(write(tmp_path, adherents=COMPANIES + BAKERY.replace("7654321", "7KMQ2-HXD9A")))
    assert [problem.reason for problem in report.problems] == [companies.MISTYPED]


def test_missing_numbers_are_drawn_once_and_told_in_a_private_file(tmp_path: Path) -> None:
    folder, told = (
        write(tmp_path, adherents=COMPANIES + BAKERY.replace("7654321", "") + GARAGE),
        tmp_path / "numbers.csv",
    )
    assert import_folder(folder, numbers_path=told).numbers_path == told
    header, line = told.read_text().splitlines()
    code, name, number = line.split(";")
    assert (header, code, name) == (
        "code_adherent;raison_sociale;numero_teledeclarant",
        "220417",
        "BOULANGERIE LE GALL",
    )
    assert declarant_numbers.is_assigned(company("220417"), number)
    assert not company("220417").declarant_is_weak
    assert stat.S_IMODE(told.stat().st_mode) == 0o600
    assert import_folder(folder, numbers_path=tmp_path / "again.csv").numbers_path is None


def test_accounts_keep_their_password_and_their_profile(association: Path) -> None:
    user(YANNS_ADDRESS).password_hash = passwords.hash_password("Une phrase bien longue")
    db.session.commit()
    report = import_folder(
        write(association, comptes=ACCOUNTS + YANN.replace("Gérant", "Patron").replace("adherent", "agent"))
    )
    assert [warning.reason for warning in report.warnings] == [exchanged_accounts.PROFILE_KEPT]
    yann = user(YANNS_ADDRESS)
    assert (yann.job_title, yann.profile) == ("Patron", Profile.MEMBER)
    assert passwords.is_right("Une phrase bien longue", yann.password_hash)


def test_only_new_accounts_are_invited_and_only_if_asked(association: Path) -> None:
    assert count(OutboxMessage) == 0
    import_folder(write(association, comptes=ACCOUNTS + YANN + "zoe@example.org;RIOU;Zoé;;;cabinet\n"), invite=True)
    assert [message.recipient for message in db.session.query(OutboxMessage)] == ["zoe@example.org"]


def test_what_was_decided_on_the_portal_is_not_undone(association: Path) -> None:
    with all_companies("a test removes an access"):
        membership(YANNS_ADDRESS, "220417").status = MembershipStatus.REMOVED
        db.session.commit()
    report = import_folder(association)
    assert [warning.reason for warning in report.warnings] == [exchanged_memberships.ENDED_ON_PORTAL]
    assert membership(YANNS_ADDRESS, "220417").status is MembershipStatus.REMOVED


def test_progress_tells_each_file_to_its_end(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    import_folder(write_association(tmp_path), progress=lambda *step: told.append(step))
    assert [step for step, done, total in told if done == total][-1] == "salaries.csv"


def test_somebody_adding_the_same_meanwhile_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written, clashes = Plan.carry_out, [IntegrityError("INSERT", {}, ValueError("number"))]

    def carry_out(plan: Plan) -> None:
        written(plan)
        if clashes:
            raise clashes.pop()

    monkeypatch.setattr(Plan, "carry_out", carry_out)
    report = import_folder(write(tmp_path, adherents=COMPANIES + BAKERY.replace("7654321", "") + GARAGE))
    assert (report.of("adherents.csv"), count(Company)) == (Counts(created=2), 2)
    assert report.numbers_path
    number = report.numbers_path.read_text().splitlines()[-1].rpartition(";")[2]
    assert declarant_numbers.is_assigned(company("220417"), number)
    report.numbers_path.unlink()
