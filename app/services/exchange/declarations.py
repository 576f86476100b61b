"""declarations.csv: what members declared in past years, before the portal or on paper."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import select

from app.clock import PARIS
from app.extensions import db
from app.models import Company, Declaration, DeclarationState
from app.services.exchange import references, values
from app.services.exchange.layout import Column, Entry, Layout
from app.services.exchange.plan import Plan, Row
from app.services.exchange.report import Problem

MADE_HERE = "une déclaration de cette année a été faite sur le portail\u00a0: l’import n’y touche pas"
BORROWED = "ce numéro de reçu est déjà celui d’une autre déclaration"
_MOST = 1_000_000
_COUNTS = ("si", "sia", "sir")

LAYOUT = Layout(
    file="declarations.csv",
    columns=(
        Column("code_adherent", "member_code", values.member_code, required=True),
        Column("annee", "year", values.whole(1990, 2100), required=True),
        Column("si", "si", values.whole(0, _MOST), empty=0),
        Column("sia", "sia", values.whole(0, _MOST), empty=0),
        Column("sir", "sir", values.whole(0, _MOST), empty=0),
        Column("date_envoi", "sent_on", values.day, required=True),
        Column("recu", "receipt", values.identifier(24)),
    ),
    key=("member_code", "year"),
)


def plan(entries: Sequence[Entry]) -> Plan:
    """What these entries change among the declarations. What was declared on the portal is left alone."""
    planned = Plan(Declaration)
    companies = references.company_ids({entry.values["member_code"] for entry in entries})
    present = _present(companies.values(), {entry.values["year"] for entry in entries})
    lent = {problem.line for problem in borrowed(entries)}
    for entry in entries:
        company_id = companies.get(entry.values["member_code"])
        if company_id is None:
            planned.problems.append(LAYOUT.problem(entry, "member_code", references.UNKNOWN_COMPANY))
            continue
        declaration = present.get((company_id, entry.values["year"]))
        if declaration is not None and _was_made_here(declaration):
            if not _says_the_same(entry.values, declaration):
                planned.warnings.append(LAYOUT.problem(entry, "year", MADE_HERE))
            planned.keep()
        elif entry.line in lent:
            planned.problems.append(LAYOUT.problem(entry, "receipt", BORROWED))
        elif declaration is not None:
            planned.change(declaration, _wanted(entry.values, company_id))
        else:
            planned.added.append(_new(_wanted(entry.values, company_id)))
    return planned


def borrowed(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Entries whose receipt is that of another declaration: a number names one and only one."""
    receipts = [receipt for entry in entries if (receipt := entry.values.get("receipt"))]
    rows = db.session.execute(
        select(Declaration.receipt, Company.member_code, Declaration.year)
        .join(Company, Company.id == Declaration.company_id)
        .where(Declaration.receipt.in_(receipts))
    )
    owners = {row.receipt: (row.member_code, row.year) for row in rows}
    for entry in entries:
        if receipt := entry.values.get("receipt"):
            me = (entry.values["member_code"], entry.values["year"])
            if owners.setdefault(receipt, me) != me:
                yield LAYOUT.problem(entry, "receipt", BORROWED)


def _was_made_here(declaration: Row) -> bool:
    return declaration["sent_by"] is not None or declaration["state"] is not DeclarationState.SENT


def _says_the_same(given: dict[str, Any], declaration: Row) -> bool:
    sent = declaration["sent_at"]
    there = {**declaration, "sent_on": sent.astimezone(PARIS).date() if sent else None}
    return all(there[name] == value for name, value in given.items() if name != "member_code")


def _wanted(given: dict[str, Any], company_id: int) -> dict[str, Any]:
    wanted = {name: value for name, value in given.items() if name not in ("member_code", "sent_on")}
    # Files tell the day alone: at noon it is that day everywhere in France.
    return {**wanted, "company_id": company_id, "sent_at": datetime.combine(given["sent_on"], time(12), PARIS)}


def _new(wanted: dict[str, Any]) -> dict[str, Any]:
    counts = {name: wanted.get(name, 0) for name in _COUNTS}
    moments = {"started_at": wanted["sent_at"], "updated_at": wanted["sent_at"]}
    return {**wanted, **counts, **moments, "state": DeclarationState.SENT, "version": 1, "revision": 1, "step": 4}


def _present(company_ids: Collection[int], years: Collection[int]) -> dict[tuple[int, int], Row]:
    """The latest version of each declaration."""
    rows = db.session.execute(
        select(*Declaration.__table__.columns)
        .where(Declaration.company_id.in_(list(company_ids)), Declaration.year.in_(list(years)))
        .order_by(Declaration.version)
    )
    return {(row["company_id"], row["year"]): row for row in rows.mappings()}
