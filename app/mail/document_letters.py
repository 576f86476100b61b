"""The letter about documents that were published for many companies at once."""

from collections.abc import Sequence

from app.mail.queue import queue
from app.models import Company, Document, DocumentKind, Topic, User

# A longer letter is cut short by those who receive it.
MOST_COMPANIES = 50


def documents_of_companies(user: User, news: Sequence[tuple[Company, Sequence[Document]]]) -> None:
    """M13 for whoever acts for several companies: all that was published for them, in one letter."""
    documents = [document for _, published in news for document in published]
    queue(
        "documents_of_companies",
        user.email,
        user=user,
        topic=Topic.DOCUMENTS,
        count=len(documents),
        only_invoices=all(document.kind is DocumentKind.INVOICE for document in documents),
        companies=[
            {"id": company.public_id, "name": company.name, "count": len(published)}
            for company, published in news[:MOST_COMPANIES]
        ],
        companies_count=len(news),
    )
