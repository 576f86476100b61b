"""Files about several companies: by GET, since nothing changes, no lock is held meanwhile, and one may try again."""

from functools import partial

from flask import Response, request

from app.blueprints.companies import companies, worklist
from app.blueprints.companies.routes import NOTHING_TICKED, refuse
from app.clock import today
from app.downloads import attachment
from app.htmx import Answer
from app.security import me
from app.services import documents, portfolio_archives, portfolio_export, portfolio_page, portfolio_status
from app.services.document_archives import LARGEST, TooLarge, TooMany
from app.services.portfolio_archives import Papers
from app.services.portfolio_page import PER_PAGE
from app.unit_of_work import afterwards

NO_INVOICE = "Les entreprises cochées n’ont ni facture à régler, ni nouvelle facture"
NO_RECEIPT = "Aucun reçu\u00a0: les entreprises cochées n’ont pas encore déclaré sur le portail"
TOO_MANY = f"Une archive contient {portfolio_archives.MOST} factures au maximum\u00a0: cochez moins d’entreprises"
TOO_LARGE = f"Ces fichiers dépassent {LARGEST // 1024**2}\u00a0Mo au total\u00a0: cochez moins d’entreprises"


@companies.get("/export.csv")
def export() -> Answer:
    """The whole list as it is narrowed and sorted, all its pages."""
    season = portfolio_status.shown()
    rows = portfolio_page.every(me(), season, worklist.filters(season))
    reopened = portfolio_status.years(portfolio_status.reopened(me()))
    response = Response("".join(portfolio_export.table(rows, season, reopened)), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename=f"{today():%Y-%m-%d}_Mes-entreprises.csv")
    return response


@companies.get("/factures.zip")
def invoices() -> Answer:
    ticked = request.args.getlist("e")[:PER_PAGE]
    if not ticked:
        return refuse(NOTHING_TICKED, ticked)
    try:
        found = portfolio_archives.invoices(me(), ticked)
    except TooMany:
        return refuse(TOO_MANY, ticked)
    except TooLarge:
        return refuse(TOO_LARGE, ticked)
    return refuse(NO_INVOICE, ticked) if found is None else _sent(found)


@companies.get("/recus.zip")
def receipts() -> Answer:
    ticked, season = request.args.getlist("e")[:PER_PAGE], portfolio_status.shown()
    if not ticked:
        return refuse(NOTHING_TICKED, ticked)
    found = portfolio_archives.receipts(me(), season.year, ticked) if season else None
    return refuse(NO_RECEIPT, ticked) if found is None else _sent(found)


def _sent(found: Papers) -> Answer:
    if request.method == "GET":
        afterwards(partial(_note_opened, me().id, found))
    return attachment(found.archive.file, found.archive.name, "application/zip")


def _note_opened(user_id: int, found: Papers) -> None:
    for company_id, opened in found.opened.items():
        documents.note_opened(company_id, user_id, opened)
