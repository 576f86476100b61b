"""Members that letters find, and what their letters say."""

import re
from dataclasses import dataclass
from io import BytesIO

from flask import Flask
from pypdf import PdfReader

from app.extensions import db
from app.models import Job
from app.services import declarant_numbers, files, jobs, works
from app.services.staff import letters
from tests.people import People
from tests.support.records import company_of

OLD = "1234567"


@dataclass(frozen=True)
class Read:
    """A letter as its reader copies it."""

    text: str
    code: str
    number: str


def placed(people: People, name: str, code: str, postcode: str = "22000", **others: object) -> str:
    """A member whose letter finds it, with an old number; returns its public id."""
    return people.company(name, code, **{"number": OLD, "address": "3 rue du Port", "postcode": postcode, **others})


def letters_in(content: bytes) -> list[Read]:
    """The letters of a PDF file, a page each."""
    return [_read(page.extract_text()) for page in PdfReader(BytesIO(content)).pages]


def printed(app: Flask) -> list[Read]:
    """Do the work that waits; returns the letters of its file."""
    with app.app_context():
        jobs.run_waiting(works.WORKS)
        return letters_in(file_of(jobs.latest(letters.KIND)[0]))


def file_of(job: Job) -> bytes:
    assert job.file_key
    return files.path(job.file_key).read_bytes()


def is_right(app: Flask, public_id: str, number: str) -> bool:
    with app.app_context():
        db.session.rollback()
        return declarant_numbers.is_assigned(company_of(public_id), number)


def _read(text: str) -> Read:
    text = text.replace("\u00a0", " ")
    code = re.search(r"Code adhérent\s+(\d\d) ?(\d{4})", text)
    number = re.search(r"N° télédéclarant\s+(\w{5}-\w{5})", text)
    assert code, text
    assert number, text
    return Read(text, code[1] + code[2], number[1])
