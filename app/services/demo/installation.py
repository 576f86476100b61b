"""Filling an empty portal with the fictional association, and telling how to try it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import Company, Profile, StaffMember, StaffRight, User
from app.services import passwords
from app.services.demo import attested, declared, life
from app.services.demo.association import ACCOUNTANT, ACCOUNTS, generate
from app.services.exchange import Report, import_folder
from app.tenancy import all_companies

PASSWORD = "Demo-Portail-2027"  # noqa: S105
FIRM = "Cabinet Exemple"
EVERYBODY = 150


class NotEmpty(Exception):
    """The portal already holds companies: fictional ones may not be mixed with them."""


@dataclass(frozen=True)
class Letter:
    """What the January letter would tell a company that nobody manages on the portal yet."""

    company: str
    member_code: str
    declarant_number: str


def install(*, printed: int = EVERYBODY) -> tuple[Path, Report]:
    """Generate the association in the instance folder, import it, and let its three people sign in at once.

    The documents of the first `printed` companies have their PDF files. Returns the folder of the files and what their
    import did. Raises NotEmpty.
    """
    with all_companies("is there anything here already?"):
        if db.session.execute(select(Company.id).limit(1)).first():
            raise NotEmpty("le portail contient déjà des entreprises\u00a0: la démonstration veut un portail vide")
    db.session.rollback()
    folder = Path(current_app.instance_path) / "demo"
    generate(folder, printed=printed)
    report = import_folder(folder)
    _let_in()
    with all_companies("what fictional people did"):
        declared.declare(life.open_campaign())
        life.decide()
        life.tell_coordinates()
        life.ask_for_visits()
        attested.attest(folder, printed=printed > 0)
        life.hear_from_others()
        db.session.commit()
    return folder, report


def _let_in() -> None:
    # Hashed first: it takes a while, and nobody can write meanwhile if the transaction is open.
    hashes = {account.email: passwords.hash_password(PASSWORD) for account in ACCOUNTS}
    for user in db.session.scalars(select(User).where(User.email.in_(hashes))):
        user.password_hash, user.activated_at = hashes[user.email], now()
        if user.email == ACCOUNTANT.email:
            user.firm_name = FIRM
    for agent in db.session.scalars(select(User).where(User.profile == Profile.STAFF)):
        db.session.add(StaffMember(user_id=agent.id, rights=frozenset(StaffRight)))
    db.session.commit()


def demo_letters(folder: Path) -> list[Letter]:
    """Three companies without any account to try the first access with: two numbers of today and an old one."""
    attached = {line["code_adherent"] for line in _lines(folder / "rattachements.csv")}
    letters = [
        Letter(line["raison_sociale"], line["code_adherent"], line["numero_teledeclarant"])
        for line in _lines(folder / "adherents.csv")
        if line["code_adherent"] not in attached and line["numero_teledeclarant"]
    ]
    return [*letters[:2], *letters[2:][-1:]]


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")
