"""visites.csv: what goes in, what calendars are told, and what belongs to the employee alone."""

from datetime import date, time
from pathlib import Path

import pytest
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import (
    AppointmentRequest,
    Centre,
    NoticeKind,
    OutboxMessage,
    RequestState,
    Visit,
    VisitKind,
    VisitNotice,
    VisitState,
)
from app.services.exchange import Counts, import_folder, references, visits
from app.tenancy import all_companies
from tests.services.exchange.support import (
    ELISE,
    EMPLOYEES,
    VISIT,
    VISITS,
    YANNS_ADDRESS,
    count,
    employee,
    imported,
    reasons,
    user,
    visit,
    write,
    write_association,
)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A folder already imported, with one visit."""
    return imported(tmp_path, visites=VISITS + VISIT)


def test_a_visit_goes_in(folder: Path) -> None:
    planned = visit("V1")
    assert (planned.employee_id, planned.number) == (employee("S1").id, 1)
    assert (planned.kind, planned.state, planned.minutes) == (VisitKind.PERIODIC, VisitState.PLANNED, 30)
    assert (planned.day, planned.at, planned.centre) == (date(2027, 1, 20), time(9, 30), "Saint-Brieuc")
    assert (planned.professional, planned.is_confidential, planned.sequence) == ("Dr Riou", False, 0)


def test_a_second_import_changes_nothing(folder: Path) -> None:
    before = visit("V1").changed_at
    assert import_folder(folder).of("visites.csv") == Counts(unchanged=1)
    assert visit("V1").changed_at == before


@pytest.mark.parametrize(
    "change", [("2027-01-20", "2027-01-21"), ("09:30", "10:00"), (";Saint-Brieuc;", ";Lannion;"), (";\n", ";ANNULEE\n")]
)
def test_a_changed_appointment_tells_calendars(folder: Path, change: tuple[str, str]) -> None:
    before = visit("V1").changed_at
    assert import_folder(write(folder, visites=VISITS + VISIT.replace(*change))).of("visites.csv").updated == 1
    assert visit("V1").sequence == 1
    assert visit("V1").changed_at > before


def test_another_professional_moves_no_appointment(folder: Path) -> None:
    before = visit("V1").changed_at
    import_folder(write(folder, visites=VISITS + VISIT.replace("Dr Riou", "Dr Even")))
    assert (visit("V1").professional, visit("V1").sequence, visit("V1").changed_at) == ("Dr Even", 0, before)


@pytest.mark.parametrize("kind", ["PREREPRISE", "pré-reprise", "DEMANDE_SALARIE"])
def test_the_employee_s_own_visits_are_kept_from_the_company(folder: Path, kind: str) -> None:
    import_folder(write(folder, visites=VISITS + VISIT.replace("PERIODIQUE", kind)))
    assert visit("V1").is_confidential


def test_a_consent_given_is_not_taken_back_by_the_next_file(folder: Path) -> None:
    import_folder(write(folder, visites=VISITS + VISIT.replace("PERIODIQUE", "PREREPRISE")))
    with all_companies("the employee agrees"):
        visit("V1").is_confidential = False
        db.session.commit()
    import_folder(write(folder, visites=VISITS + VISIT.replace("PERIODIQUE", "PREREPRISE").replace("09:30", "11h")))
    assert (visit("V1").at, visit("V1").is_confidential) == (time(11), False)


def test_numbers_continue_within_a_company(folder: Path) -> None:
    import_folder(write(folder, visites=VISITS + VISIT + VISIT.replace("V1", "V2") + VISIT.replace("V1", "V3")))
    assert [visit(reference).number for reference in ("V1", "V2", "V3")] == [1, 2, 3]


def test_centres_are_known_and_moved(folder: Path) -> None:
    import_folder(write(folder, visites=VISITS + VISIT.replace("2 rue du Port", "3 quai du Légué")))
    centre = db.session.query(Centre).one()
    assert (centre.name, centre.address) == ("Saint-Brieuc", "3 quai du Légué")


def test_visits_of_nobody_are_refused(folder: Path) -> None:
    lines = VISIT.replace("V1;220417", "V2;999") + VISIT.replace("V1;220417;S1", "V3;220417;S9")
    report = import_folder(write(folder, visites=VISITS + lines))
    assert [problem.reason for problem in report.problems] == [
        references.UNKNOWN_COMPANY,
        references.UNKNOWN_EMPLOYEE,
    ]
    assert report.of("visites.csv") == Counts(skipped=2)


@pytest.mark.parametrize("strict", [False, True])
def test_a_visit_never_goes_to_another_company(folder: Path, strict: bool) -> None:
    write(folder, salaries=EMPLOYEES + ELISE + ELISE.replace("220417;S1", "220418;S1"))
    report = import_folder(write(folder, visites=VISITS + VISIT.replace("220417", "220418")), strict=strict)
    assert [problem.reason for problem in report.problems] == [visits.MOVED]
    assert visit("V1").employee_id == employee_of_the_bakery(folder)


def employee_of_the_bakery(folder: Path) -> int:
    with all_companies("a test looks"):
        return references.employees({("220417", "S1")})["220417", "S1"].employee_id


def test_strict_knows_the_employees_that_the_folder_declares(tmp_path: Path) -> None:
    folder = write(write_association(tmp_path), visites=VISITS + VISIT)
    assert import_folder(folder, strict=True).of("visites.csv").created == 1


def test_strict_refuses_a_visit_of_nobody(tmp_path: Path) -> None:
    folder = write(write_association(tmp_path), visites=VISITS + VISIT.replace(";S1;", ";S9;"))
    report = import_folder(folder, strict=True)
    assert (reasons(report), count(Visit)) == ([("visites.csv", 2, "reference_salarie")], 0)


def test_bad_cells_are_told(folder: Path) -> None:
    lines = VISIT.replace("V1", "V2").replace("09:30", "25:00") + VISIT.replace("V1", "V3").replace("PERIODIQUE", "VM")
    report = import_folder(write(folder, visites=VISITS + lines + VISIT.replace("V1", "V4").replace(";30;", ";0;")))
    assert reasons(report) == [
        ("visites.csv", 2, "heure"),
        ("visites.csv", 3, "type"),
        ("visites.csv", 4, "duree_minutes"),
    ]


def test_a_visit_called_off_by_a_departure_declared_here_stays_so(folder: Path) -> None:
    with all_companies("the member declares a departure"):
        gone = employee("S1")
        gone.left_on, gone.departed_at = date(2027, 1, 15), now()
        visit("V1").state = VisitState.CANCELLED
        db.session.commit()
    report = import_folder(write(folder, visites=VISITS + VISIT.replace(";\n", ";PLANIFIEE\n")))
    assert visits.DEPARTED in [warning.reason for warning in report.warnings]
    assert visit("V1").state is VisitState.CANCELLED
    import_folder(write(folder, visites=VISITS + VISIT.replace("2027-01-20", "2027-01-12")))
    assert visit("V1").state is VisitState.PLANNED


def test_an_absence_announced_here_outlives_an_older_file(folder: Path) -> None:
    with all_companies("the member announces an absence"):
        freed = visit("V1")
        freed.state = VisitState.EXCUSED
        told = {"company_id": freed.company_id, "visit_id": freed.id, "reason": "conge"}
        db.session.add(VisitNotice(**told, kind=NoticeKind.ABSENCE))
        db.session.commit()
    assert [warning.reason for warning in import_folder(folder).warnings] == [visits.ABSENT]
    assert visit("V1").state is VisitState.EXCUSED
    import_folder(write(folder, visites=VISITS + VISIT.replace("09:30", "14:00")))
    assert visit("V1").state is VisitState.PLANNED


def test_what_the_association_called_off_it_may_plan_again(folder: Path) -> None:
    import_folder(write(folder, visites=VISITS + VISIT.replace(";\n", ";EXCUSEE\n")))
    import_folder(write(folder, visites=VISITS + VISIT))
    assert visit("V1").state is VisitState.PLANNED


class TestLetters:
    """What Yann reads, and what becomes of his requests. Days are far ahead: nothing is told of the past."""

    SOON = VISIT.replace("2027-01-20", "2090-01-20")

    @pytest.fixture(autouse=True)
    def _yann(self, folder: Path) -> None:
        with all_companies("Yann chose his password"):
            user(YANNS_ADDRESS).activated_at = now()
            db.session.commit()

    def told(self, folder: Path, line: str, *, notify: bool = True) -> list[str]:
        """The letters that this line sends."""
        db.session.query(OutboxMessage).delete()
        db.session.commit()
        assert import_folder(write(folder, visites=VISITS + line), notify=notify).problem_count == 0
        return [message.letter for message in db.session.query(OutboxMessage).order_by(OutboxMessage.id)]

    def test_each_change_is_told_once_and_only_if_asked(self, folder: Path) -> None:
        new = self.SOON.replace("V1", "V2")
        assert self.told(folder, new) == ["visit_planned"]
        assert self.told(folder, new) == []
        assert self.told(folder, new.replace("09:30", "10:30")) == ["visit_moved"]
        assert self.told(folder, new.replace("Dr Riou", "Dr Even").replace("09:30", "10:30")) == []
        assert self.told(folder, new.replace(";\n", ";ANNULEE\n")) == ["visit_cancelled"]
        assert self.told(folder, new) == ["visit_planned"]
        assert self.told(folder, new.replace("09:30", "11:30"), notify=False) == []

    def test_nothing_is_told_of_the_past_nor_of_what_is_the_employee_s_own(self, folder: Path) -> None:
        assert self.told(folder, VISIT.replace("V1", "V3").replace("2027-01-20", "2020-01-20")) == []
        assert self.told(folder, self.SOON.replace("V1", "V4").replace("PERIODIQUE", "PREREPRISE")) == []

    @pytest.mark.parametrize("notify", [False, True])
    def test_a_visit_answers_the_request_for_it(self, folder: Path, notify: bool) -> None:
        with all_companies("a member asks"):
            elise = employee("S1")
            asked = {"company_id": elise.company_id, "employee_id": elise.id}
            db.session.add(AppointmentRequest(**asked, reference="RV-1", kind=VisitKind.PERIODIC))
            db.session.add(AppointmentRequest(**asked, reference="RV-2", kind=VisitKind.RETURN))
            db.session.commit()
        self.told(folder, self.SOON.replace("V1", "V5"), notify=notify)
        with all_companies("a test looks"):
            rows = db.session.execute(select(AppointmentRequest.reference, AppointmentRequest.state))
            states = {row.reference: row.state for row in rows}
        assert states == {"RV-1": RequestState.PLANNED, "RV-2": RequestState.SENT}
