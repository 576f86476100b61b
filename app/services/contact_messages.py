"""What people write to the association through the contact form: kept, numbered, mailed, acknowledged."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath
from typing import BinaryIO

from flask import current_app
from sqlalchemy import delete, select

from app.clock import now, today
from app.extensions import db
from app.mail import account_letters
from app.models import Centre, ContactMessage, User
from app.reading import readable
from app.services import audit, files, member_codes, numbering, throttle
from app.services.throttle import Limit
from app.tenancy import CompanyAccess, all_companies

PER_SENDER = Limit("contact-sender", 5, timedelta(hours=1))
PER_VISITOR = Limit("contact-visitor", 20, timedelta(hours=1))
# Time for a question and what follows from it.
KEPT = timedelta(days=365)
FILE_KINDS = {"pdf": "pdf", "png": "png", "jpeg": "jpg"}
LARGEST = 5 * 1024 * 1024
REFERENCE = re.compile(r"CT-\d{4}-\d{4,}")
SUBJECTS = {
    "compte": "Connexion et compte",
    "coordonnees": "Coordonnées de l’entreprise",
    "salaries": "Salariés et suivi",
    "visites": "Visites et rendez-vous",
    "cotisation": "Déclaration et cotisation",
    "factures": "Factures et documents",
    "donnees": "Données personnelles",
    "autre": "Autre question",
}


@dataclass(frozen=True)
class Enclosure:
    """A file sent along, under the name that its sender gave it."""

    content: BinaryIO
    name: str


@dataclass(frozen=True)
class Message:
    """What the form says; `subject` is a key of SUBJECTS, `company` what the sender calls theirs."""

    name: str
    email: str
    subject: str
    body: str
    company: str | None = None
    enclosure: Enclosure | None = None


def centres() -> list[tuple[str, str | None]]:
    """The names and addresses of the places where the association receives people."""
    return [
        (name, address)
        for name, address in db.session.execute(select(Centre.name, Centre.address).order_by(Centre.name))
    ]


def count_attempt(email: str, address: str | None) -> None:
    """Count a message before it is sent. Raises throttle.TooManyAttempts."""
    throttle.spend((PER_SENDER, email), (PER_VISITOR, throttle.network_of(address)))


def send(access: CompanyAccess | None, user: User | None, message: Message) -> str:
    """Keep a message and write to both sides; returns its reference. Raises files.WrongKind."""
    kept = _keep(message.enclosure) if message.enclosure else None
    year = today().year
    reference = f"CT-{year}-{numbering.draw('CT', year):04d}"
    db.session.add(
        ContactMessage(
            reference=reference,
            company_id=access.company.id if access else None,
            user_id=user.id if user else None,
            name=message.name,
            email=message.email,
            subject=message.subject,
            company_name=message.company if access is None else None,
            body=message.body,
            file_key=kept[0] if kept else None,
            file_name=kept[1] if kept else None,
        )
    )
    subject = SUBJECTS[message.subject]
    account_letters.contact_message(
        str(current_app.config["CONTACT_COTISATIONS"]),
        reference=reference,
        about=subject,
        sender=message.name,
        sender_email=message.email,
        about_company=_company_of(access, message),
        body=message.body,
        file_key=kept[0] if kept else None,
        file_name=kept[1] if kept else None,
    )
    account_letters.contact_acknowledged(message.email, reference, subject)
    audit.record("contact.sent", actor=user, company=access.company if access else None, reference=reference)
    return reference


def purge() -> int:
    """Delete the messages that are long answered, with their files; returns how many."""
    with all_companies("messages of everybody grow old"):
        old = db.session.execute(
            delete(ContactMessage).where(ContactMessage.at < now() - KEPT).returning(ContactMessage.file_key)
        ).all()
    for (key,) in old:
        if key:
            files.forget(key)
    return len(old)


def _keep(enclosure: Enclosure) -> tuple[str, str]:
    """The key of the file, and its name with the ending that its content deserves."""
    kept = files.keep(enclosure.content, kinds=tuple(FILE_KINDS))
    kind = files.kind_of(enclosure.content) or ""
    name = PurePosixPath(readable(enclosure.name).replace("\\", "/")).stem.strip(" .") or "piece-jointe"
    return kept.key, f"{name[:100]}.{FILE_KINDS[kind]}"


def _company_of(access: CompanyAccess | None, message: Message) -> str | None:
    if access is None:
        return message.company
    company = access.company
    return f"{company.name} ({member_codes.shown(company.member_code)})"
