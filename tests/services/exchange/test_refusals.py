"""What an import refuses, line by line or as a whole, and what it says of it."""

from pathlib import Path

import pytest

from app.models import (
    AuditEvent,
    Company,
    Employee,
    FollowUp,
    Membership,
    User,
)
from app.services.exchange import Counts, UnusableFolder, employees, import_folder, references
from app.services.exchange.layout import DUPLICATE, MISSING_COLUMN, MISSING_VALUE, UNKNOWN_COLUMN
from tests.services.exchange.support import (
    ACCOUNTS,
    BAKERY,
    COMPANIES,
    ELISE,
    EMPLOYEES,
    GARAGE,
    MEMBERSHIPS,
    YANN,
    YANN_AT_THE_BAKERY,
    company,
    count,
    employee,
    reasons,
    write,
    write_association,
)


def test_each_file_is_optional(tmp_path: Path) -> None:
    report = import_folder(write(tmp_path, comptes=ACCOUNTS + YANN))
    assert report.counts == {"comptes.csv": Counts(created=1)}


def test_file_names_may_have_capitals(tmp_path: Path) -> None:
    (tmp_path / "COMPTES.CSV").write_text(ACCOUNTS + YANN)
    assert import_folder(tmp_path).of("comptes.csv").created == 1


def test_a_folder_without_any_of_the_files_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(UnusableFolder, match="n’existe pas"):
        import_folder(tmp_path / "absent")
    (tmp_path / "salaires.csv").touch()
    with pytest.raises(UnusableFolder, match="aucun des fichiers"):
        import_folder(tmp_path)


def test_bad_lines_are_told_and_good_ones_go_in(tmp_path: Path) -> None:
    bad_key = GARAGE.replace(";;4520A", ";73282932000075;4520A")
    report = import_folder(write(tmp_path, adherents=COMPANIES + bad_key + ";SANS CODE;;;;;;;\n" + BAKERY))
    assert report.of("adherents.csv") == Counts(created=1, skipped=2)
    assert reasons(report) == [("adherents.csv", 2, "siret"), ("adherents.csv", 3, "code_adherent")]
    assert (report.problems[0].value, report.problems[1].reason) == ("73282932000075", MISSING_VALUE)


def test_the_first_of_two_lines_with_one_key_is_kept(tmp_path: Path) -> None:
    report = import_folder(
        write(tmp_path, adherents=COMPANIES + BAKERY + BAKERY.replace("220417", "22 0417").replace("LE GALL", "X"))
    )
    assert (reasons(report), report.problems[0].reason) == ([("adherents.csv", 3, "code_adherent")], DUPLICATE)
    assert company("220417").name == "BOULANGERIE LE GALL"


def test_a_missing_column_costs_the_file_and_not_the_others(tmp_path: Path) -> None:
    report = import_folder(write(tmp_path, adherents="code_adherent;ville\n1;X\n", comptes=ACCOUNTS + YANN))
    assert reasons(report) == [("adherents.csv", None, "raison_sociale")]
    assert (report.problems[0].reason, count(Company), count(User)) == (MISSING_COLUMN, 0, 1)


def test_a_file_that_is_no_csv_costs_that_file(tmp_path: Path) -> None:
    report = import_folder(write(tmp_path, adherents=b"\x89PNG\r\n\x1a\n\0\0", comptes=ACCOUNTS + YANN))
    assert (reasons(report), count(User)) == ([("adherents.csv", None, "")], 1)


def test_an_unknown_column_is_a_warning(tmp_path: Path) -> None:
    report = import_folder(write(tmp_path, comptes="email;couleur\na@example.org;bleu\n"))
    assert [(warning.column, warning.reason) for warning in report.warnings] == [("couleur", UNKNOWN_COLUMN)]
    assert (report.problem_count, count(User)) == (0, 1)


def test_a_cell_that_is_too_long_is_told_shortly(tmp_path: Path) -> None:
    report = import_folder(write(tmp_path, comptes=ACCOUNTS + f"a@example.org;{'x' * 10_000};;;;\n"))
    assert (reasons(report), len(report.problems[0].value)) == ([("comptes.csv", 2, "nom")], 80)


def test_references_to_nobody_are_refused(association: Path) -> None:
    attached = MEMBERSHIPS + "nobody@example.org;220417;tiers;\n" + YANN_AT_THE_BAKERY.replace("220417", "999")
    report = import_folder(
        write(association, rattachements=attached, salaries=EMPLOYEES + ELISE.replace("220417", "999"))
    )
    assert [problem.reason for problem in report.problems] == [
        references.UNKNOWN_ACCOUNT,
        references.UNKNOWN_COMPANY,
        references.UNKNOWN_COMPANY,
    ]
    assert (report.of("rattachements.csv").skipped, report.of("salaries.csv").skipped) == (2, 1)


def test_dates_in_the_wrong_order_are_refused(association: Path) -> None:
    report = import_folder(write(association, salaries=EMPLOYEES + "220417;S2;A;;B;2020-09-01;2020-08-31;;\n"))
    assert report.problems[0].reason == employees.LEFT_BEFORE_ENTERING


def test_sir_without_risks_goes_in_with_a_warning(association: Path) -> None:
    report = import_folder(write(association, salaries=EMPLOYEES + "220417;S2;A;;B;;;SIR;\n"))
    assert (report.warnings[0].reason, employee("S2").follow_up) == (employees.SIR_WITHOUT_RISK, FollowUp.SIR)


def test_strict_writes_nothing_when_a_line_is_bad(tmp_path: Path) -> None:
    folder = write_association(tmp_path)
    write(folder, salaries=EMPLOYEES + ELISE + ELISE.replace("220417;S1", "999;S2"))
    report = import_folder(folder, strict=True)
    assert (report.refused_as_a_whole, reasons(report)) == (True, [("salaries.csv", 3, "code_adherent")])
    assert count(Company) == count(User) == count(Membership) == count(Employee) == count(AuditEvent) == 0


def test_strict_knows_what_the_folder_itself_declares(tmp_path: Path) -> None:
    assert import_folder(write_association(tmp_path), strict=True).of("salaries.csv").created == 1
