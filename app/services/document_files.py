"""The files of documents: their names, what is in them, and which ones are taken in."""

from io import BytesIO
from typing import BinaryIO

from flask import current_app

from app.models import Company, Document
from app.services import files, receipt_text, receipts
from app.services.documents import Listed
from app.services.file_names import company_part, part
from app.services.files import Kept
from app.tenancy import CompanyAccess

LARGEST = 50 * 1024 * 1024
TOO_LARGE = "Le fichier dépasse 50\u00a0Mo"


class Refused(ValueError):
    """A file that cannot be published; the message says why, in French."""


class Unavailable(LookupError):
    """The document is known, but its file is not there."""


def name_of(company: Company, document: Listed | Document) -> str:
    """« 2027-01-19_Facture_F-2027-00412_BOULANGERIE-LE-GALL.pdf »: the company in the name, for who has many."""
    label = part(document.kind.label.split()[0])
    return f"{document.issued_on:%Y-%m-%d}_{label}_{part(document.reference)}_{company_part(company)}.pdf"


def content(access: CompanyAccess, document: Listed) -> BinaryIO:
    """The file of a document, to be closed by who asked; a receipt is written anew. Raises Unavailable."""
    if document.declaration_id and (declaration := receipts.find(access, document.reference)):
        return BytesIO(receipt_text.write_pdf(declaration))
    if document.file_key is None:
        raise Unavailable
    try:
        return files.path(document.file_key).open("rb")
    except OSError as error:
        current_app.logger.warning("the file of document %s is out of reach: %s", document.id, type(error).__name__)
        raise Unavailable from error


def receive(file: BinaryIO) -> Kept:
    """Keep a file to publish, checked by what it holds and not by what it is called. Raises Refused."""
    if file.seek(0, 2) > LARGEST:
        raise Refused(TOO_LARGE)
    try:
        return files.keep(file)
    except files.Empty:
        raise Refused("Le fichier est vide") from None
    except files.WrongKind:
        raise Refused("Le fichier n’est pas un PDF") from None


def is_the_same(file: BinaryIO, key: str) -> bool:
    """Whether a file is, byte for byte, the one that is kept under this key."""
    try:
        size = files.path(key).stat().st_size
        if file.seek(0, 2) != size:
            return False
        file.seek(0)
        with files.path(key).open("rb") as kept:
            while block := kept.read(1 << 16):
                if file.read(len(block)) != block:
                    return False
    except OSError:
        return False
    return True
