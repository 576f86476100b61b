"""What a receipt says, once for its page and its PDF."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask import current_app

from app import pdf
from app.formatting import NBSP, amount, day_in_words, long_moment, number, siret
from app.models import Declaration, DeclarationState
from app.services import member_codes, pricing

Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class PricedLine:
    label: str
    count: str
    unit: str
    total: str
    why: str


@dataclass(frozen=True)
class ReceiptText:
    """A receipt, written as its reader sees it."""

    number: str
    title: str
    company: str
    received: str
    notes: list[str]
    who: Rows
    headcount: Rows
    lines: list[PricedLine]
    totals: Rows
    seal: str


def of(declaration: Declaration) -> ReceiptText:
    """The text of a declaration that was sent, from what was frozen that day alone."""
    facts = declaration.facts
    company = facts.get("company", {})
    priced = [
        PricedLine(
            line["label"], number(line["count"]), amount(line["unit_cents"]), amount(line["total_cents"]), line["why"]
        )
        for line in facts.get("lines", [])
    ]
    return ReceiptText(
        number=declaration.receipt or "",
        title=f"Déclaration des effectifs {declaration.year}",
        company=company.get("name", ""),
        received=long_moment(declaration.sent_at) if declaration.sent_at else "",
        notes=_notes(declaration),
        who=_who(declaration),
        headcount=_headcount(declaration),
        lines=priced,
        totals=_totals(declaration) if priced else [],
        seal=facts.get("sha256", ""),
    )


def write_pdf(declaration: Declaration) -> bytes:
    """The receipt as a PDF/UA file, with the code that leads a stranger to its verification."""
    text = of(declaration)
    config = current_app.config
    address = f"{config['BASE_URL']}/verifier?recu={text.number}"
    return pdf.write(
        "receipt",
        {
            **{name: value for name, value in vars(text).items() if name != "lines"},
            "title": f"Reçu {text.number}",
            "heading": text.title,
            "author": config["ASSO_SIGLE"],
            "association": config["ASSO_NOM"],
            "lines": [vars(line) for line in text.lines],
            "address": address,
            "code": pdf.qr_code(address),
            "foot": f"Reçu {text.number}",
        },
    )


def _notes(declaration: Declaration) -> list[str]:
    notes = []
    if declaration.state is DeclarationState.REPLACED:
        notes.append(
            "Cette déclaration a été remplacée par une correction\u00a0: ce reçu n’est plus le reçu en vigueur."
        )
    if replaces := declaration.facts.get("replaces"):
        notes.append(f"Cette déclaration corrige et remplace la déclaration {replaces}.")
    if paper := declaration.facts.get("paper"):
        received = day_in_words(paper["received_on"])
        notes.append(f"Déclaration reçue sur papier le {received}, et saisie par l’association.")
    if declaration.is_late:
        notes.append("Déclaration tardive\u00a0: elle a été envoyée après la date limite.")
    return notes


def _who(declaration: Declaration) -> Rows:
    if not declaration.facts.get("company"):
        return [("Envoyée par", declaration.sent_by)] if declaration.sent_by else []
    company, billing = declaration.facts.get("company", {}), declaration.facts.get("billing", {})
    capacity = " (tiers déclarant)" if declaration.sent_by_third_party else ""
    rows = [
        ("Entreprise", " – ".join(filter(None, (company.get("name"), company.get("city"))))),
        ("Code adhérent", member_codes.shown(company["member_code"]) if company.get("member_code") else "—"),
        ("SIRET", siret(company.get("siret"))),
        ("Envoyée par", f"{declaration.sent_by or '—'}{capacity}"),
    ]
    if billing:
        rows.append(
            ("Facturation", ", ".join([billing["name"], *billing["address"], *filter(None, [billing["email"]])]))
        )
    return rows


def _headcount(declaration: Declaration) -> Rows:
    facts, year = declaration.facts, declaration.year - 1
    rows = [
        (f"Salariés présents au {_reference(facts)}", number(declaration.total)),
        ("Dont suivi simple (SI)", number(declaration.si or 0)),
        ("Dont suivi adapté (SIA)", number(declaration.sia or 0)),
        ("Dont suivi renforcé (SIR)", number(declaration.sir or 0)),
    ]
    if declaration.nil_since:
        rows = [rows[0], ("Plus aucun salarié depuis le", day_in_words(declaration.nil_since))]
    if "entries" in facts:
        rows += [
            ("Dont apprentis", number(facts["apprentices"])),
            (f"Entrées en {year}", number(facts["entries"])),
            (f"Départs en {year}", number(facts["departures"])),
        ]
    if facts.get("payroll") is not None:
        rows.append((f"Masse salariale {year}", f"{number(facts['payroll'])}{NBSP}€"))
    return rows


def _totals(declaration: Declaration) -> Rows:
    facts = declaration.facts
    schedule = pricing.in_words(facts.get("instalments", []))
    percent = f"{Decimal(facts['vat_percent']).normalize():f}".replace(".", ",")
    return [
        ("Total hors taxes", amount(declaration.net_cents or 0)),
        (f"TVA {percent}{NBSP}%", amount(facts["vat_cents"])),
        ("Total TTC", amount(declaration.gross_cents or 0)),
        *([("Échéancier", schedule)] if schedule else []),
    ]


def _reference(facts: dict[str, str]) -> str:
    reference = facts.get("reference_on")
    return day_in_words(date.fromisoformat(reference)) if reference else "1er\u00a0janvier"
