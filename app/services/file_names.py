"""The names of what is downloaded: they carry the company, for who keeps the papers of many together."""

import re

from anyascii import anyascii

from app.clock import PARIS, now
from app.models import Company, Declaration

# Names must fit in any file system, with the folders above them.
_LONGEST_PART = 60


def part(text: str) -> str:
    """Letters, digits and hyphens only, whatever the text holds."""
    plain = anyascii(text.replace("Œ", "OE").replace("Æ", "AE"))
    return re.sub(r"[^A-Za-z0-9]+", "-", plain)[:_LONGEST_PART].strip("-")


def company_part(company: Company) -> str:
    """The name of a company as file names carry it."""
    return part(company.name).upper() or company.member_code


def folder_of(company: Company) -> str:
    """The folder of a company among others: two may have the same name, never the same code."""
    return f"{company_part(company)}_{part(company.member_code)}/"


def of_receipt(company: Company, declaration: Declaration) -> str:
    """« 2027-01-19_Recu_DE-2027-004812-K7_BOULANGERIE-LE-GALL.pdf »"""
    sent_on = (declaration.sent_at or now()).astimezone(PARIS)
    return f"{sent_on:%Y-%m-%d}_Recu_{declaration.receipt}_{company_part(company)}.pdf"
