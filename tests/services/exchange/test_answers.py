"""demandes.csv read back: the association answers the requests that the export told it of."""

from pathlib import Path

import pytest
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import AppointmentRequest, RequestState, User, VisitKind
from app.services.exchange import Counts, answers, export_folder, import_folder
from app.tenancy import all_companies
from tests.services.exchange.support import ELISE, EMPLOYEES, VISIT, VISITS, employee, imported, reasons, visit, write

COLUMNS = "reference;etat;reponse;reference_visite\n"


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A folder already imported; a request for a visit was sent since."""
    folder = imported(tmp_path, visites=VISITS + VISIT)
    with all_companies("a member asks"):
        elise = employee("S1")
        db.session.add(
            AppointmentRequest(
                company_id=elise.company_id, employee_id=elise.id, reference="RV-2027-00001", kind=VisitKind.PERIODIC
            )
        )
        db.session.commit()
    return folder


def request() -> AppointmentRequest:
    with all_companies("a test looks"):
        return db.session.scalars(select(AppointmentRequest)).one()


def test_an_answer_goes_in(folder: Path) -> None:
    before = request().changed_at
    report = import_folder(write(folder, demandes=COLUMNS + "RV-2027-00001;planifiee;;V1\n"))
    assert report.of("demandes.csv") == Counts(updated=1)
    assert (request().state, request().visit_id) == (RequestState.PLANNED, visit("V1").id)
    assert request().changed_at > before
    assert import_folder(folder).of("demandes.csv") == Counts(unchanged=1)


def test_a_refusal_says_why(folder: Path) -> None:
    import_folder(write(folder, demandes=COLUMNS + "RV-2027-00001;refusee;Une visite est déjà prévue;\n"))
    assert (request().state, request().answer) == (RequestState.REFUSED, "Une visite est déjà prévue")


@pytest.mark.parametrize("strict", [False, True])
def test_nobody_asked_for_it(folder: Path, strict: bool) -> None:
    report = import_folder(write(folder, demandes=COLUMNS + "RV-2027-00009;planifiee;;\n"), strict=strict)
    assert [problem.reason for problem in report.problems] == [answers.UNKNOWN]


def test_the_visit_is_that_of_the_person(folder: Path) -> None:
    write(folder, salaries=EMPLOYEES + ELISE + ELISE.replace("S1", "S2"))
    write(folder, visites=VISITS + VISIT + VISIT.replace("V1", "V2").replace(";S1;", ";S2;"))
    report = import_folder(write(folder, demandes=COLUMNS + "RV-2027-00001;planifiee;;V2\n"))
    assert reasons(report) == [("demandes.csv", 2, "reference_visite")]
    assert request().state is RequestState.SENT


def test_a_request_withdrawn_here_stays_so(folder: Path) -> None:
    with all_companies("the member withdraws it"):
        request().state = RequestState.CANCELLED
        db.session.commit()
    report = import_folder(write(folder, demandes=COLUMNS + "RV-2027-00001;prise-en-charge;;\n"))
    assert [warning.reason for warning in report.warnings] == [answers.WITHDRAWN]
    assert request().state is RequestState.CANCELLED


def test_an_export_read_again_answers_nothing(folder: Path, tmp_path: Path) -> None:
    export_folder(tmp_path / "out", now().replace(year=2020))
    report = import_folder(tmp_path / "out")
    assert report.of("demandes.csv") == Counts(unchanged=1)
    assert (report.problems, report.warnings) == ([], [])


@pytest.mark.parametrize("written", ["envoyee", "prise-en-charge"])
def test_a_file_does_not_undo_what_an_agent_did_here(folder: Path, written: str) -> None:
    with all_companies("an agent proposes a slot"):
        agent = User(email="agent@example.org")
        db.session.add(agent)
        db.session.flush()
        request().state, request().taken_by_id = RequestState.PROPOSED, agent.id
        db.session.commit()
    report = import_folder(write(folder, demandes=COLUMNS + f"RV-2027-00001;{written};;\n"))
    assert [warning.reason for warning in report.warnings] == [answers.BEHIND]
    assert request().state is RequestState.PROPOSED
    import_folder(write(folder, demandes=COLUMNS + "RV-2027-00001;planifiee;;V1\n"))
    assert request().state is RequestState.PLANNED


def test_a_file_proposes_no_slot(folder: Path) -> None:
    report = import_folder(write(folder, demandes=COLUMNS + "RV-2027-00001;creneau-propose;;\n"))
    assert [warning.reason for warning in report.warnings] == [answers.BEHIND]
    assert request().state is RequestState.SENT
