"""salaries.csv against what members did on the portal: newcomers are recognised, departures are not undone."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from app.clock import now, today
from app.extensions import db
from app.models import Employee
from app.services import departures, employee_declaration
from app.services.exchange import Counts, employees, export_folder, import_folder
from app.tenancy import all_companies
from tests.people import People
from tests.services.exchange.support import company, count, employee, imported, write
from tests.support.records import visiting
from tests.support.staffing import told

COLUMNS = "code_adherent;reference;nom_naissance;prenom;date_naissance;date_sortie;motif_depart\n"
INES = "220417;S7;BRIAND;Inès;1999-03-04;;\n"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    return imported(tmp_path)


def declare_here(code: str = "220417", reference: str = "P-0001", **others: object) -> None:
    """An employee declared on the portal."""
    person = {"birth_name": "Briand", "first_name": "INES", "born_on": date(1999, 3, 4), **others}
    with all_companies("a member declares an employee"):
        numbers = db.session.query(Employee).filter_by(company_id=company(code).id).count()
        db.session.add(Employee(company_id=company(code).id, number=numbers + 1, reference=reference, **person))
        db.session.commit()


def test_a_newcomer_takes_the_reference_of_the_business_software(folder: Path) -> None:
    declare_here()
    report = import_folder(write(folder, salaries=COLUMNS + INES))
    assert (report.of("salaries.csv"), count(Employee)) == (Counts(updated=1), 2)
    ines = employee("S7")
    assert (ines.number, ines.first_name, ines.version) == (2, "Inès", 2)
    assert import_folder(folder).of("salaries.csv") == Counts(unchanged=1)


@pytest.mark.parametrize(
    "other",
    [
        {"born_on": date(1999, 3, 5)},
        {"born_on": None},
        {"first_name": "Inès-Marie"},
        {"code": "220418"},
        {"reference": "X-1"},
    ],
)
def test_somebody_else_is_not_taken_for_them(folder: Path, other: dict[str, object]) -> None:
    declare_here(**other)  # type: ignore[arg-type]
    assert import_folder(write(folder, salaries=COLUMNS + INES)).of("salaries.csv") == Counts(created=1)


def test_two_who_look_alike_are_not_guessed(folder: Path) -> None:
    declare_here()
    declare_here(reference="P-0002")
    assert import_folder(write(folder, salaries=COLUMNS + INES)).of("salaries.csv") == Counts(created=1)


def test_one_newcomer_is_not_taken_for_two(folder: Path) -> None:
    declare_here()
    report = import_folder(write(folder, salaries=COLUMNS + INES + INES.replace("S7", "S8")))
    assert report.of("salaries.csv") == Counts(created=1, updated=1)


def test_a_departure_declared_here_outlives_an_older_file(folder: Path) -> None:
    declare_here(reference="S7", left_on=date(2027, 1, 5), departed_at=now(), departure_reason="retraite")
    report = import_folder(write(folder, salaries=COLUMNS + INES))
    assert [warning.reason for warning in report.warnings] == [employees.DEPARTED_HERE]
    assert (employee("S7").left_on, employee("S7").departure_reason) == (date(2027, 1, 5), "retraite")


def test_the_business_software_may_correct_the_day_of_a_departure(folder: Path) -> None:
    declare_here(reference="S7", left_on=date(2027, 1, 5), departed_at=now())
    import_folder(write(folder, salaries=COLUMNS + INES.replace(";;\n", ";2027-01-09;\n")))
    assert employee("S7").left_on == date(2027, 1, 9)


def test_what_else_is_known_of_an_employee_goes_in(folder: Path) -> None:
    columns = "code_adherent;reference;nom_naissance;prenom;date_fin_contrat;autre_employeur;email;mobile\n"
    write(folder, salaries=columns + "220417;S1;DURAND;Élise;30/06/2027;Oui;Elise@Example.org;06 39 98 00 01\n")
    assert import_folder(folder).problem_count == 0
    elise = employee("S1")
    assert (elise.contract_ends_on, elise.has_other_employer) == (date(2027, 6, 30), True)
    assert (elise.email, elise.mobile) == ("elise@example.org", "0639980001")


def test_employees_declared_by_a_member_survive_an_export_and_its_import(
    app: Flask, people: People, tmp_path: Path
) -> None:
    """Whatever the form lets in is written, and read, as it is kept."""
    began = now()
    with visiting(app, people.solene, people.garage) as access:
        typed = told(exposures={"nuit"}, others="Fumées ; poussières", mobile="0639980001", usual_name="-Le Gœuff")
        reference = employee_declaration.declare(access, typed, certain=True).reference
        leaver = employee_declaration.declare(access, told(first_name="Zoé", entered_on=date(2020, 1, 6)), certain=True)
        departures.declare(access, leaver, today(), "Retraite")
    export_folder(tmp_path / "out", began)
    report = import_folder(tmp_path / "out")
    assert (report.problems, report.warnings) == ([], [])
    assert report.of("salaries.csv") == Counts(unchanged=2)
    assert employee(reference).usual_name == "-Le Gœuff"


def test_a_personal_situation_among_the_risks_is_not_kept(folder: Path) -> None:
    columns = "code_adherent;reference;nom_naissance;prenom;type_suivi;risques\n"
    line = "220417;S7;BRIAND;Inès;SIA;travailleur handicapé, bruit\n"
    report = import_folder(write(folder, salaries=columns + line))
    assert report.problem_count == 0
    assert [one.reason for one in report.warnings] == [employees.PERSONAL]
    assert (employee("S7").risks, import_folder(folder).of("salaries.csv")) == ("bruit", Counts(unchanged=1))
