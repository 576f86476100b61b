"""The papers of several companies in one ZIP, a folder for each: gone through door by door, and within bounds."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.clock import today
from app.models import DocumentKind, User
from app.services import document_archives, documents, memberships
from app.services.document_archives import LARGEST, Archive, TooLarge, TooMany
from app.services.documents import Filters, Listed
from app.services.file_names import folder_of, of_receipt
from app.services.receipt_text import write_pdf
from app.services.receipts import is_of_the_portal, of_year
from app.tenancy import CompanyAccess

MOST = 500


@dataclass(frozen=True)
class Papers:
    """The archive, and the numbers in the database of the documents in it, company by company: they are read now."""

    archive: Archive
    opened: dict[int, list[int]]


def invoices(user: User, public_ids: Iterable[str]) -> Papers | None:
    """The invoices to pay or still new of these companies; None when there is none. Raises TooMany, TooLarge."""
    opened: dict[int, list[int]] = {}
    weight = 0
    with document_archives.writing() as (file, archive):
        for access in memberships.door_by_door(user, public_ids):
            found = _invoices(access)
            weight += sum(document.file_size or 0 for document in found)
            opened[access.company.id] = [document.id for document in found]
            if sum(map(len, opened.values())) > MOST:
                raise TooMany
            if weight > LARGEST:
                raise TooLarge
            document_archives.add(archive, access, found, folder=folder_of(access.company))
    if not any(opened.values()):
        file.close()
        return None
    return Papers(Archive(file, f"{today():%Y-%m-%d}_Factures.zip", file.seek(0, 2)), opened)


def receipts(user: User, year: int, public_ids: Iterable[str]) -> Papers | None:
    """The receipts of what these companies declared here for a year, written anew; None when none of them has."""
    opened: dict[int, list[int]] = {}
    with document_archives.writing() as (file, archive):
        for access in memberships.door_by_door(user, public_ids):
            declaration = of_year(access, year)
            if declaration is None or not is_of_the_portal(declaration):
                continue
            name = folder_of(access.company) + of_receipt(access.company, declaration)
            archive.writestr(document_archives.entry(name, today()), write_pdf(declaration))
            document = documents.find_receipt(access, declaration.receipt or "")
            opened[access.company.id] = [document.id] if document else []
    if not opened:
        file.close()
        return None
    return Papers(Archive(file, f"{today():%Y-%m-%d}_Recus-{year}.zip", file.seek(0, 2)), opened)


def _invoices(access: CompanyAccess) -> list[Listed]:
    listed = documents.every(access, Filters(kind=DocumentKind.INVOICE), MOST + 1)
    return [document for document in listed if document.file_key and (document.is_new or document.is_to_pay)]
