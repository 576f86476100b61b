"""What the addresses of documents say, and the note that a document was opened."""

from collections.abc import Collection
from functools import partial

from flask import g, request

from app.models import DocumentKind, DocumentState
from app.services import document_archives
from app.services import documents as service
from app.services.documents import Filters, Listed
from app.unit_of_work import afterwards


def read_filters() -> Filters:
    """Unknown values are as good as none: an old bookmark must go on working."""
    kind, state, year = (request.args.get(name, "") for name in ("type", "etat", "annee"))
    return Filters(
        kind=DocumentKind(kind) if kind in list(DocumentKind) else None,
        year=int(year) if len(year) == 4 and year.isascii() and year.isdigit() and year > "0000" else None,
        state=DocumentState(state) if state in list(DocumentState) else None,
    )


def chosen_numbers() -> list[int]:
    """The documents that were ticked, and no more of them than it takes to see that there are too many."""
    asked = request.args.getlist("document")
    numbers = {int(one) for one in asked if one.isascii() and one.isdigit() and len(one) < 10}
    return sorted(numbers)[: document_archives.MOST + 1]


def note_opened(documents: Collection[Listed]) -> None:
    """Once the answer is made, these are no longer new to this person; asking for their headers opens nothing."""
    unread = [document.id for document in documents if document.opened_by is None]
    if unread and request.method == "GET" and not g.access.is_viewing:
        afterwards(partial(service.note_opened, g.access.company.id, g.access.user.id, unread))
