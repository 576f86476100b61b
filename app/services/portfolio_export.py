"""« Mes entreprises » as a file for spreadsheets."""

from collections.abc import Iterable, Iterator, Mapping

from app.services import member_codes, spreadsheets
from app.services.portfolio_page import Row
from app.services.portfolio_status import Season

_OTHERS = ("Déclaration rouverte", "Nouvelles factures", "Nouveaux documents")


def table(rows: Iterable[Row], season: Season | None, reopened: Mapping[str, str]) -> Iterator[str]:
    """The text of a CSV file, line by line, with the declarations of the season once it has opened.

    `reopened`: the years that agents reopened, by company.
    """
    declared = [f"Déclaration {season.year}", "N° de reçu"] if season else []
    header = ["Code adhérent", "Entreprise", "Ville", "Réf. cabinet", "Effectif", *declared, *_OTHERS]
    return spreadsheets.lines([header, *(_cells(row, season, reopened.get(row.public_id, "")) for row in rows)])


def _cells(row: Row, season: Season | None, reopened: str) -> list[str]:
    known = [member_codes.shown(row.member_code), row.name, row.city or "", row.reference or "", str(row.employees)]
    declared = [season.label(row.status), row.receipt or ""] if season else []
    return [*known, *declared, reopened, str(row.new_invoices), str(row.new_documents)]
