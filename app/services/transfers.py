"""Paying an invoice by SEPA credit transfer: what to type in, and the same in a code to scan (EPC069-12)."""

import re
from dataclasses import dataclass
from decimal import Decimal

from anyascii import anyascii
from flask import current_app
from segno.helpers import make_epc_qr
from stdnum import iban

from app.models import DocumentKind
from app.services import qr_codes
from app.services.documents import Listed
from app.tenancy import CompanyAccess

_HOLDER, _REMITTANCE = 70, 140
# What every bank carries in a transfer.
_NOT_SEPA = re.compile(r"[^A-Za-z0-9/?:().,'+ -]+")


@dataclass(frozen=True)
class Transfer:
    """What the bank is told. The amount is in cents."""

    holder: str
    iban: str
    bic: str | None
    cents: int
    reference: str

    @property
    def grouped_iban(self) -> str:
        """FR14 2004 1010 …, as it is read aloud."""
        return iban.format(self.iban)

    @property
    def code(self) -> qr_codes.Code:
        """What a banking application scans to fill in the transfer."""
        code = make_epc_qr(
            name=self.holder,
            iban=self.iban,
            bic=self.bic,
            amount=Decimal(self.cents) / 100,
            text=self.reference,
            encoding="utf-8",
        )
        return qr_codes.drawn(code)


def to_pay(access: CompanyAccess, document: Listed) -> Transfer | None:
    """The transfer that pays an invoice, when it is due and the association has said where to pay."""
    account = current_app.config["IBAN"]
    due = document.kind is DocumentKind.INVOICE and document.is_to_pay and (document.gross_cents or 0) > 0
    if not account or not due:
        return None
    holder = current_app.config["IBAN_TITULAIRE"] or current_app.config["ASSO_SIGLE"]
    return Transfer(
        holder=holder[:_HOLDER].strip(),
        iban=account,
        bic=current_app.config["BIC"],
        cents=document.gross_cents or 0,
        # The code adhérent too: should the number be mistyped, the association still knows who paid.
        reference=_remittance(f"{document.reference} {access.company.member_code}"),
    )


def _remittance(text: str) -> str:
    # A slash or a colon at either end means something else to banks.
    return " ".join(_NOT_SEPA.sub(" ", anyascii(text)).split())[:_REMITTANCE].strip(" /:")
