"""What tells which document a dropped file is: the invoice inside it, documents.csv, its name."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from app.models import DocumentKind, DocumentState
from app.services.exchange import values
from app.services.exchange.documents import KINDS
from app.services.exchange.values import Refused
from app.services.factur_x import Invoice

FACTUR_X, INDEX, NAME, AGENT = "Factur-X", "documents.csv", "nom du fichier", "saisie"
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)


@dataclass(frozen=True)
class Claim:
    """What one of them says of a document; amounts in cents. Nothing where it says nothing."""

    told_by: str
    member_code: str | None = None
    siret: str | None = None
    siren: str | None = None
    kind: DocumentKind | None = None
    reference: str | None = None
    issued_on: date | None = None
    due_on: date | None = None
    net_cents: int | None = None
    gross_cents: int | None = None
    payment: DocumentState | None = None
    employee_reference: str | None = None

    @property
    def names_a_member(self) -> bool:
        return bool(self.member_code or self.siret or self.siren)


def of_invoice(invoice: Invoice) -> Claim:
    return Claim(
        FACTUR_X,
        siret=invoice.siret,
        siren=invoice.siren,
        kind=invoice.kind,
        reference=invoice.reference,
        issued_on=invoice.issued_on,
        due_on=invoice.due_on,
        net_cents=invoice.net_cents,
        gross_cents=invoice.gross_cents,
        payment=DocumentState.PAID if invoice.is_paid else None,
    )


def of_name(name: str) -> Claim | None:
    """« 220417_FACTURE_F-2027-00412_2027-01-19.pdf »; None for a name that is written otherwise."""
    code, _, rest = PurePosixPath(name).stem.partition("_")
    word, _, rest = rest.partition("_")
    kind = KINDS.get(word.strip().upper())
    if kind is None:
        return None
    try:
        member_code = values.member_code(code)
    except Refused:
        return None
    issued_on, number = _day_and_number([part.strip() for part in rest.split("_") if part.strip()])
    return Claim(NAME, member_code=member_code, kind=kind, reference=number, issued_on=issued_on)


def _day_and_number(parts: list[str]) -> tuple[date | None, str | None]:
    """The last part that is a day; what is left is the number."""
    days = [(place, day) for place, part in enumerate(parts) if (day := _day(part, alone=len(parts) == 1))]
    place, day = days[-1] if days else (None, None)
    number = "_".join(part for at, part in enumerate(parts) if at != place)
    with suppress(Refused):
        return day, values.identifier(40)(number) or None
    return day, None


def _day(part: str, *, alone: bool) -> date | None:
    # Eight digits by themselves are a number.
    if not alone and (found := _COMPACT_DAY.fullmatch(part)):
        part = "-".join(found.groups())
    with suppress(Refused):
        return values.day(re.sub(r"^(\d{1,2})-(\d{1,2})-(\d{4})$", r"\1/\2/\3", part))
    return None


def told_by(claims: Iterable[Claim]) -> str:
    """« Factur-X, nom du fichier »"""
    return ", ".join(dict.fromkeys(claim.told_by for claim in claims))
