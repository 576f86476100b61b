"""adherents.csv: the member companies."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.models import Company
from app.services import declarant_numbers
from app.services.exchange import values
from app.services.exchange.layout import Column, Entry, Layout, Remark
from app.services.exchange.numbers import DrawnNumbers
from app.services.exchange.plan import Plan, Row
from app.services.memberships import derived_columns

LEFT_BEFORE_JOINING = "la radiation précède l’adhésion"
MISTYPED = "ce numéro contient une faute de frappe\u00a0: son caractère de contrôle ne correspond pas"
TOO_SHORT = "un n° télédéclarant compte 4 à 40 lettres ou chiffres"


def _declarant_number(raw: str) -> str:
    number = values.identifier(60)(raw)
    if not re.fullmatch(r"\w{4,40}", declarant_numbers.normalise(number)):
        raise values.Refused(TOO_SHORT)
    if declarant_numbers.is_mistyped(number):
        raise values.Refused(MISTYPED)
    return number


def _errors(given: dict[str, Any]) -> Iterator[Remark]:
    joined, left = given.get("joined_on"), given.get("left_on")
    if joined and left and left < joined:
        yield "date_radiation", LEFT_BEFORE_JOINING


RETIRED = "ce n° a été désavoué par l’entreprise sur le portail\u00a0: l’import ne le rétablit pas"

LAYOUT = Layout(
    file="adherents.csv",
    columns=(
        Column("code_adherent", "member_code", values.member_code, required=True),
        Column("raison_sociale", "name", values.text(160), required=True),
        Column("siret", "siret", values.siret),
        Column("code_naf", "naf", values.naf),
        Column("adresse", "address", values.text(160)),
        Column("complement", "address_extra", values.text(160)),
        Column("code_postal", "postcode", values.postcode),
        Column("ville", "city", values.text(80)),
        Column("telephone", "phone", values.phone),
        Column("email", "email", values.email),
        Column("date_adhesion", "joined_on", values.day),
        Column("date_radiation", "left_on", values.day),
        Column("numero_teledeclarant", "declarant_number", _declarant_number),
    ),
    key=("member_code",),
    errors=_errors,
)


def plan(entries: Sequence[Entry], numbers: DrawnNumbers) -> Plan:
    """What these entries change among the companies."""
    planned, present = Plan(Company), _present(entries)
    for entry in entries:
        company = present.get(entry.values["member_code"])
        wanted = _wanted(entry.values, company, numbers)
        if company and _is_retired(entry.values, company):
            planned.warnings.append(LAYOUT.problem(entry, "declarant_number", RETIRED))
        if company is None:
            planned.added.append(wanted)
        elif planned.change(company, wanted) and _number_is_replaced(company, wanted):
            planned.note("declarant_number.replaced", company["id"])
    return planned


def _present(entries: Sequence[Entry]) -> dict[str, Row]:
    codes = [entry.values["member_code"] for entry in entries]
    rows = db.session.execute(select(*Company.__table__.columns).where(Company.member_code.in_(codes)))
    return {row["member_code"]: row for row in rows.mappings()}


def _wanted(given: dict[str, Any], company: Row | None, numbers: DrawnNumbers) -> dict[str, Any]:
    wanted = {name: value for name, value in given.items() if name != "declarant_number"}
    city = given.get("city") if "city" in given or company is None else company["city"]
    wanted.update(derived_columns(given["name"], city, given["member_code"]))
    wanted.update(_declarant_columns(given, company, numbers))
    return wanted


def _declarant_columns(given: dict[str, Any], company: Row | None, numbers: DrawnNumbers) -> dict[str, Any]:
    code, number = given["member_code"], given.get("declarant_number")
    digest = company["declarant_digest"] if company else None
    if company and _is_retired(given, company):
        number = None
    if company and digest and (number is None or declarant_numbers.is_right(code, number, digest)):
        return {name: company[name] for name in ("declarant_digest", "declarant_is_weak", "declarant_issued_at")}
    return declarant_numbers.columns(code, number or numbers.draw_for(code, given["name"]))


def _is_retired(given: dict[str, Any], company: Row) -> bool:
    """Whether the file brings back a number that the company disowned."""
    number = given.get("declarant_number")
    return bool(number) and declarant_numbers.is_right(given["member_code"], str(number), company["declarant_retired"])


def _number_is_replaced(company: Row, wanted: dict[str, Any]) -> bool:
    return company["declarant_digest"] not in (None, wanted["declarant_digest"])
