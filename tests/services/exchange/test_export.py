"""The export: what the portal learnt since a moment, safe in a spreadsheet, and that an import takes for known."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import update

from app.clock import now
from app.extensions import db
from app.models import (
    AppointmentRequest,
    AuditEvent,
    CompanyContact,
    CompanyDetails,
    ContactKind,
    Declaration,
    DeclarationState,
    Employee,
    EmployeeEvent,
    EmployeeEventKind,
    Membership,
    MembershipStatus,
    NoticeKind,
    Profile,
    Role,
    User,
    VisitKind,
    VisitNotice,
)
from app.services import audit, memberships
from app.services.exchange import export_folder, import_folder
from app.tenancy import CompanyAccess, all_companies
from tests.services.exchange.support import (
    DECLARATION,
    DECLARATIONS,
    VISIT,
    VISITS,
    YANNS_ADDRESS,
    company,
    employee,
    lines,
    membership,
    user,
    visit,
    write,
    write_association,
)

JEANNES_ADDRESS = "jeanne@cabinet.example.org"


@pytest.fixture(autouse=True)
def _context(app: Flask) -> Iterator[None]:
    with app.app_context(), all_companies("a test of the export"):
        yield


@pytest.fixture(name="began")
def _began(tmp_path: Path) -> datetime:
    """The moment when an association was imported; nothing has happened since."""
    folder = tmp_path / "in"
    folder.mkdir()
    write(write_association(folder), visites=VISITS + VISIT, declarations=DECLARATIONS + DECLARATION)
    began = now()
    assert import_folder(folder).problem_count == 0
    return began


def exported(tmp_path: Path, since: datetime) -> Path:
    export_folder(tmp_path / "out", since)
    return tmp_path / "out"


def happened(kind: EmployeeEventKind, reference: str = "S1", at: datetime | None = None) -> None:
    person = employee(reference)
    db.session.add(
        EmployeeEvent(
            company_id=person.company_id, employee_id=person.id, kind=kind, actor="Yann LE GALL", at=at or now()
        )
    )
    db.session.commit()


def test_what_an_import_brought_is_not_told_back(began: datetime, tmp_path: Path) -> None:
    folder = exported(tmp_path, began - timedelta(days=1))
    assert {path.name for path in folder.iterdir()} == {
        "adherents.csv",
        "contacts.csv",
        "coordonnees.csv",
        "declarations.csv",
        "demandes.csv",
        "rattachements.csv",
        "salaries.csv",
        "signalements.csv",
        "visites.csv",
    }
    assert not any(lines(folder, path.stem) for path in folder.iterdir())


def test_an_employee_is_told_once_as_they_are_now(began: datetime, tmp_path: Path) -> None:
    employee("S1").left_on, employee("S1").departure_reason = date(2027, 1, 5), "retraite"
    employee("S1").has_other_employer = False
    happened(EmployeeEventKind.CHANGED)
    happened(EmployeeEventKind.LEFT, at=datetime(2027, 1, 19, 13, 32, 5, tzinfo=UTC))
    [line] = lines(exported(tmp_path, began), "salaries")
    assert (line["code_adherent"], line["reference"], line["nom_usage"]) == ("220417", "S1", "LE GŒUFF")
    assert (line["date_sortie"], line["motif_depart"], line["autre_employeur"]) == ("2027-01-05", "retraite", "non")
    assert (line["horodatage"], line["auteur"]) == ("2027-01-19T14:32:05+01:00", "Yann LE GALL")


def test_the_personal_situation_never_leaves(began: datetime, tmp_path: Path) -> None:
    happened(EmployeeEventKind.CHANGED)
    before = (exported(tmp_path, began) / "salaries.csv").read_text()
    db.session.execute(update(Employee).values(personal_situation=True))
    db.session.commit()
    assert (exported(tmp_path, began) / "salaries.csv").read_text() == before


def test_what_happened_before_is_not_told(began: datetime, tmp_path: Path) -> None:
    happened(EmployeeEventKind.CHANGED, at=began - timedelta(days=2))
    assert lines(exported(tmp_path, began), "salaries") == []


def test_a_declaration_sent_is_told_with_its_author(began: datetime, tmp_path: Path) -> None:
    declared = {"company_id": company("220417").id, "year": 2027, "sent_by": "Jeanne DAVID (Cabinet Exemple)"}
    sent_at = now() + timedelta(hours=1)
    db.session.add_all(
        [
            Declaration(version=1, state=DeclarationState.REPLACED, si=3, sent_at=sent_at, receipt="DE-1", **declared),
            Declaration(
                **declared, version=2, state=DeclarationState.SENT, si=4, sia=0, sir=2, sent_at=sent_at, receipt="DE-2"
            ),
            Declaration(company_id=company("220418").id, year=2027, state=DeclarationState.DRAFT, si=9),
        ]
    )
    db.session.commit()
    [line] = lines(exported(tmp_path, began), "declarations")
    assert (line["annee"], line["si"], line["sia"], line["sir"], line["recu"]) == ("2027", "4", "0", "2", "DE-2")
    assert line["auteur"] == "Jeanne DAVID (Cabinet Exemple)"


def test_coordinates_and_contacts_are_told_when_they_change(began: datetime, tmp_path: Path) -> None:
    bakery = company("220417")
    bakery.phone, bakery.address = "+3225551234", "=1+1, rue du Port"
    db.session.add(
        CompanyDetails(
            company_id=bakery.id,
            billing_email="compta@example.org",
            changed_at=now(),
            changed_by_id=user(YANNS_ADDRESS).id,
        )
    )
    db.session.add(CompanyContact(company_id=bakery.id, number=1, kind=ContactKind.SAFETY, name="Loïc TANGUY"))
    db.session.commit()
    folder = exported(tmp_path, began)
    [line] = lines(folder, "adherents")
    assert (line["code_adherent"], line["telephone"]) == ("220417", "'+3225551234")
    assert (line["adresse"], line["auteur"]) == ("'=1+1, rue du Port", "Yann LE GALL")
    assert "numero_teledeclarant" not in line
    assert lines(folder, "coordonnees")[0]["email_facturation"] == "compta@example.org"
    [contact] = lines(folder, "contacts")
    assert (contact["type"], contact["nom"]) == ("securite", "Loïc TANGUY")


def test_requests_and_notices_name_employees_by_their_reference(began: datetime, tmp_path: Path) -> None:
    elise, yann = employee("S1"), user(YANNS_ADDRESS)
    common = {"company_id": elise.company_id, "created_by_id": yann.id}
    db.session.add_all(
        [
            AppointmentRequest(
                **common,
                employee_id=elise.id,
                reference="RV-2027-00001",
                kind=VisitKind.RETURN,
                latest_on=date(2027, 2, 3),
                facts={"reprise": "2027-01-26", "motif": "maladie"},
            ),
            VisitNotice(
                **common,
                visit_id=visit("V1").id,
                kind=NoticeKind.ABSENCE,
                reason="conge",
                comment="-1 jour",
                is_late=True,
            ),
        ]
    )
    db.session.commit()
    folder = exported(tmp_path, began)
    [request], [notice] = lines(folder, "demandes"), lines(folder, "signalements")
    assert (request["reference_salarie"], request["type"], request["etat"]) == ("S1", "REPRISE", "envoyee")
    assert (request["a_faire_avant"], request["auteur"]) == ("2027-02-03", "Yann LE GALL")
    assert request["precisions"] == '{"motif": "maladie", "reprise": "2027-01-26"}'
    assert (notice["reference_visite"], notice["type"], notice["tardif"]) == ("V1", "absence", "oui")
    assert notice["commentaire"] == "'-1 jour"


def attach_jeanne(status: MembershipStatus = MembershipStatus.ACTIVE) -> None:
    jeanne = User(email=JEANNES_ADDRESS, first_name="Jeanne", last_name="David", profile=Profile.FIRM)
    db.session.add(jeanne)
    db.session.flush()
    bakery = company("220417")
    db.session.add(
        Membership(user_id=jeanne.id, company_id=bakery.id, role=Role.THIRD_PARTY, status=status, reference="D0001")
    )
    audit.record(f"membership.{status.value}", actor=jeanne, company=bakery, role="tiers")
    db.session.commit()


def test_a_third_party_attached_then_removed_is_told(began: datetime, tmp_path: Path) -> None:
    attach_jeanne()
    [line] = lines(exported(tmp_path, began), "rattachements")
    assert (line["email"], line["code_adherent"], line["role"]) == (JEANNES_ADDRESS, "220417", "tiers")
    assert (line["etat"], line["reference_cabinet"], line["auteur"]) == ("actif", "D0001", "Jeanne DAVID")
    access = membership(JEANNES_ADDRESS, "220417")
    removed_at = now()
    access.status, access.ended_at = MembershipStatus.REMOVED, removed_at
    audit.record(
        "membership.removed", actor=user(YANNS_ADDRESS), company=company("220417"), person=user(JEANNES_ADDRESS)
    )
    db.session.commit()
    [line] = lines(exported(tmp_path, removed_at), "rattachements")
    assert (line["etat"], line["auteur"]) == ("retire", "Yann LE GALL")


def test_a_reference_that_a_firm_changed_is_told(began: datetime, tmp_path: Path) -> None:
    attach_jeanne()
    then, jeanne = now(), user(JEANNES_ADDRESS)
    assert lines(exported(tmp_path, then), "rattachements") == []
    access = CompanyAccess(company("220417"), membership(JEANNES_ADDRESS, "220417"), jeanne)
    memberships.refer(access, "LEG-2027")
    db.session.commit()
    [line] = lines(exported(tmp_path, then), "rattachements")
    assert (line["reference_cabinet"], line["etat"], line["auteur"]) == ("LEG-2027", "actif", "Jeanne DAVID")
    assert datetime.fromisoformat(line["horodatage"]) >= then.replace(microsecond=0)
    later = now()
    memberships.refer(access, "LEG-2027")
    db.session.commit()
    assert lines(exported(tmp_path, later), "rattachements") == []


def test_a_request_that_waits_is_not_told(began: datetime, tmp_path: Path) -> None:
    attach_jeanne(MembershipStatus.PENDING)
    assert lines(exported(tmp_path, began), "rattachements") == []


def test_importing_an_export_changes_nothing(began: datetime, tmp_path: Path) -> None:
    attach_jeanne()
    bakery = company("220417")
    bakery.phone, bakery.address = "+3225551234", "'=1+1"
    db.session.add(CompanyDetails(company_id=bakery.id, changed_at=now()))
    elise = employee("S1")
    elise.job, elise.has_other_employer, elise.contract_ends_on = "-boulangère", True, date(2027, 6, 30)
    elise.search = "durand le goeuff elise -boulangere"
    happened(EmployeeEventKind.CHANGED)
    declared = {"company_id": bakery.id, "year": 2027, "si": 1, "sia": 0, "sir": 0, "receipt": "DE-2027-1"}
    db.session.add(Declaration(**declared, state=DeclarationState.SENT, sent_by="Yann LE GALL", sent_at=now()))
    db.session.commit()
    folder = exported(tmp_path, began)
    report = import_folder(folder)
    assert (report.problems, report.warnings) == ([], [])
    assert {file: counts.unchanged for file, counts in report.counts.items()} == {
        "adherents.csv": 1,
        "rattachements.csv": 1,
        "salaries.csv": 1,
        "declarations.csv": 1,
        "visites.csv": 0,
        "demandes.csv": 0,
    }
    assert all(counts.written == 0 for counts in report.counts.values())


def test_an_access_removed_here_is_not_opened_elsewhere_by_its_line(began: datetime, tmp_path: Path) -> None:
    header = "email;code_adherent;role;etat\n"
    report = import_folder(write(tmp_path / "in", rattachements=header + f"{YANNS_ADDRESS};220418;tiers;retire\n"))
    assert (report.of("rattachements.csv").created, report.of("rattachements.csv").unchanged) == (0, 1)


def test_the_same_data_write_the_same_bytes_and_replace_the_last_export(began: datetime, tmp_path: Path) -> None:
    happened(EmployeeEventKind.CHANGED)
    first = {path.name: path.read_bytes() for path in exported(tmp_path, began).iterdir()}
    assert {path.name: path.read_bytes() for path in exported(tmp_path, began).iterdir()} == first


def test_the_next_export_looks_back_a_little(began: datetime, tmp_path: Path) -> None:
    """What is being committed while an export reads is dated before it, and must be in the next one."""
    happened(EmployeeEventKind.CHANGED)
    following = export_folder(tmp_path / "out", began - timedelta(days=1)).next_since
    assert now() - timedelta(minutes=5) < following < now() - timedelta(minutes=1)
    assert db.session.query(AuditEvent).filter_by(action="exchange.exported").count() == 1
