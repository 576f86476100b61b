"""Folders of exchange files as small as a test needs, and what an import left in the database."""

import csv
from pathlib import Path
from typing import Any

from flask import current_app
from sqlalchemy import func, select

from app.extensions import db
from app.models import Base, Company, Declaration, Document, Employee, Membership, User, Visit
from app.services.exchange import Report, import_folder
from app.tenancy import all_companies

COMPANIES = "code_adherent;raison_sociale;siret;code_naf;code_postal;ville;telephone;email;numero_teledeclarant\n"
ACCOUNTS = "email;nom;prenom;fonction;mobile;profil\n"
MEMBERSHIPS = "email;code_adherent;role;reference_cabinet\n"
EMPLOYEES = "code_adherent;reference;nom_naissance;nom_usage;prenom;date_entree;date_sortie;type_suivi;risques\n"

YANNS_ADDRESS = "yann.legall@boulangerie-legall.example.org"
BAKERY = "220417;BOULANGERIE LE GALL;00002204600015;1071C;22000;SAINT-BRIEUC;02 61 91 04 17;;7654321\n"
GARAGE = "220418;GARAGE KERVÉGAN;;4520A;22300;LANNION;;;7654322\n"
YANN = f"{YANNS_ADDRESS};LE GALL;Yann;Gérant;06 39 98 04 17;adherent\n"
YANN_AT_THE_BAKERY = f"{YANNS_ADDRESS};220417;responsable;\n"
ELISE = "220417;S1;DURAND;LE GŒUFF;Élise;2020-09-01;;SI;\n"
VISITS = (
    "reference;code_adherent;reference_salarie;type;date;heure;duree_minutes;centre;adresse_centre;professionnel;etat\n"
)
DOCUMENTS = "code_adherent;type;numero;date;echeance;montant_ht;montant_ttc;etat;fichier\n"
DECLARATIONS = "code_adherent;annee;si;sia;sir;date_envoi;recu\n"
VISIT = "V1;220417;S1;PERIODIQUE;2027-01-20;09:30;30;Saint-Brieuc;2 rue du Port;Dr Riou;\n"
INVOICE = "220417;FACTURE;F-2026-1;2026-02-10;2026-03-12;1 250,00;1500.00;A_REGLER;{file}\n"
DECLARATION = "220417;2026;4;1;1;2026-01-19;R-2026-1\n"
PDF = b"%PDF-1.7\n1 0 obj\n"


def write(folder: Path, **files: str | bytes) -> Path:
    """A folder of exchange files: write(tmp_path, adherents=text, salaries=bytes)."""
    for name, content in files.items():
        (folder / f"{name}.csv").write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def write_association(folder: Path) -> Path:
    """A bakery, its manager, one employee, and a garage."""
    return write(
        folder,
        adherents=COMPANIES + BAKERY + GARAGE,
        comptes=ACCOUNTS + YANN,
        rattachements=MEMBERSHIPS + YANN_AT_THE_BAKERY,
        salaries=EMPLOYEES + ELISE,
    )


def lines(folder: Path, file: str) -> list[dict[str, str]]:
    """A file of the exchange, as a spreadsheet reads it."""
    with (folder / f"{file}.csv").open(encoding="utf-8-sig", newline="") as source:
        return list(csv.DictReader(source, delimiter=";"))


def imported(folder: Path, **files: str | bytes) -> Path:
    """The association, and these files, in the portal already."""
    write(write_association(folder), **files)
    assert import_folder(folder).problem_count == 0
    return folder


def company(code: str) -> Company:
    return _only(Company, Company.member_code == code)


def employee(reference: str) -> Employee:
    return _only(Employee, Employee.reference == reference)


def user(email: str) -> User:
    return _only(User, User.email == email)


def membership(email: str, code: str) -> Membership:
    return _only(Membership, Membership.user_id == user(email).id, Membership.company_id == company(code).id)


def count(model: type[Base]) -> int:
    with all_companies("a test counts"):
        return db.session.scalar(select(func.count()).select_from(model)) or 0


def _only(model: Any, *conditions: Any) -> Any:
    with all_companies("a test looks"):
        return db.session.scalars(select(model).where(*conditions)).one()


def reasons(report: Report) -> list[tuple[str, int | None, str]]:
    """Each problem as (file, line, column)."""
    return [(problem.file, problem.line, problem.column) for problem in report.problems]


def visit(reference: str) -> Visit:
    return _only(Visit, Visit.reference == reference)


def document(reference: str) -> Document:
    return _only(Document, Document.reference == reference)


def declaration(year: int) -> Declaration:
    return _only(Declaration, Declaration.year == year)


def stored() -> list[Path]:
    """Every file that the portal keeps."""
    return [path for path in (Path(current_app.instance_path) / "files").rglob("*") if path.is_file()]
