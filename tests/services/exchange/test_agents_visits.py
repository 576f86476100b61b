"""What agents do about visits on the portal goes back to the business software."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path

import pytest
from flask import Flask

from app.clock import now
from app.extensions import db
from app.models import NoticeDecision, NoticeKind, VisitKind, VisitNotice, VisitState
from app.services.exchange import export_folder, import_folder
from app.services.slots import Slot
from app.services.staff import visits
from app.tenancy import all_companies
from tests.people import People
from tests.services.exchange.support import VISIT, VISITS, company, employee, lines, visit, write, write_association
from tests.support.records import user_of

SLOT = Slot(VisitKind.PERIODIC, date(2027, 3, 2), time(9, 30), 30, "Lannion", "4 rue de la Gare", "Dr LE BRIS")


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.app_context(), all_companies("a test of the export"):
        yield


@pytest.fixture
def began(tmp_path: Path) -> datetime:
    folder = tmp_path / "in"
    folder.mkdir()
    write(write_association(folder), visites=VISITS + VISIT)
    assert import_folder(folder).problem_count == 0
    return now()


def exported(tmp_path: Path, since: datetime) -> Path:
    export_folder(tmp_path / "out", since)
    return tmp_path / "out"


def test_a_visit_typed_by_an_agent_is_told_and_comes_back_as_itself(
    people: People, began: datetime, tmp_path: Path
) -> None:
    visits.add(user_of(people.anouk), company("220417"), employee("S1"), SLOT)
    db.session.commit()
    folder = exported(tmp_path, began)
    [line] = lines(folder, "visites")
    assert line["reference"].startswith("PORTAIL-")
    assert (line["code_adherent"], line["reference_salarie"], line["type"]) == ("220417", "S1", "PERIODIQUE")
    assert (line["date"], line["heure"], line["etat"]) == ("2027-03-02", "09:30:00", "PLANIFIEE")
    assert (line["professionnel"], line["auteur"]) == ("Dr LE BRIS", "Anouk AGENT")
    report = import_folder(folder)
    assert (report.problems, report.of("visites.csv").unchanged, report.of("visites.csv").written) == ([], 1, 0)


def test_what_became_of_an_imported_visit_is_told(people: People, began: datetime, tmp_path: Path) -> None:
    anouk = people.anouk
    assert lines(exported(tmp_path, began), "visites") == []
    found = visits.find(visit("V1").id)
    assert found
    visits.call_off(user_of(anouk), found, found.visit.sequence)
    db.session.commit()
    [line] = lines(exported(tmp_path, began), "visites")
    assert (line["reference"], line["etat"]) == ("V1", VisitState.CANCELLED.value)


def test_what_was_decided_of_an_absence_is_told_when_it_is(began: datetime, tmp_path: Path) -> None:
    facts = {"company_id": visit("V1").company_id, "visit_id": visit("V1").id, "kind": NoticeKind.ABSENCE}
    told = VisitNotice(**facts, reason="conge", created_at=datetime(2026, 1, 1, tzinfo=began.tzinfo))
    db.session.add(told)
    db.session.commit()
    assert lines(exported(tmp_path, began), "signalements") == []
    told.decision, told.answer, told.handled_at = NoticeDecision.EXCUSED, "Prévenus à temps", now()
    db.session.commit()
    [line] = lines(exported(tmp_path, began), "signalements")
    assert (line["decision"], line["reponse"]) == ("excusee", "Prévenus à temps")
    assert line["traite_le"]
