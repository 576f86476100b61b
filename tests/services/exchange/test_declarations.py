"""declarations.csv: past years go in; what was declared on the portal is never touched."""

from datetime import date
from pathlib import Path

import pytest

from app.clock import PARIS, now
from app.extensions import db
from app.models import Declaration, DeclarationState
from app.services.exchange import Counts, declarations, import_folder
from app.tenancy import all_companies
from tests.services.exchange.support import (
    DECLARATION,
    DECLARATIONS,
    company,
    count,
    declaration,
    imported,
    reasons,
    write,
)


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A folder already imported, with the declaration of a past year."""
    return imported(tmp_path, declarations=DECLARATIONS + DECLARATION)


def declare_here(**others: object) -> None:
    with all_companies("somebody declares"):
        db.session.add(Declaration(company_id=company("220417").id, year=2027, **others))
        db.session.commit()


def test_a_past_year_goes_in(folder: Path) -> None:
    past = declaration(2026)
    assert (past.state, past.version, past.total) == (DeclarationState.SENT, 1, 6)
    assert (past.si, past.sia, past.sir, past.receipt) == (4, 1, 1, "R-2026-1")
    assert past.sent_at
    assert past.sent_at.astimezone(PARIS).date() == date(2026, 1, 19)


def test_a_second_import_changes_nothing(folder: Path) -> None:
    assert import_folder(folder).of("declarations.csv") == Counts(unchanged=1)


def test_a_past_year_may_be_corrected(folder: Path) -> None:
    import_folder(write(folder, declarations=DECLARATIONS + DECLARATION.replace(";4;1;1;", ";7;0;2;")))
    past = declaration(2026)
    assert (past.total, past.version, past.revision) == (9, 1, 2)


@pytest.mark.parametrize("state", [DeclarationState.SENT, DeclarationState.DRAFT])
def test_what_was_declared_here_is_left_alone(folder: Path, state: DeclarationState) -> None:
    sent = {"sent_by": "Yann LE GALL", "sent_at": now(), "si": 2} if state is DeclarationState.SENT else {}
    declare_here(state=state, **sent)
    report = import_folder(write(folder, declarations=DECLARATIONS + DECLARATION.replace("2026", "2027")))
    assert [warning.reason for warning in report.warnings] == [declarations.MADE_HERE]
    assert (report.problem_count, declaration(2027).state, declaration(2027).si) == (0, state, sent.get("si"))


def test_two_declarations_never_share_a_receipt(folder: Path) -> None:
    lines = DECLARATION.replace("2026;4", "2025;4") + DECLARATION.replace("220417", "220418").replace("R-2026-1", "R2")
    again = DECLARATION.replace("220417;2026", "220418;2025").replace("R-2026-1", "R2")
    report = import_folder(write(folder, declarations=DECLARATIONS + lines + again))
    assert reasons(report) == [("declarations.csv", 2, "recu"), ("declarations.csv", 4, "recu")]
    assert count(Declaration) == 2


def test_counts_are_whole_and_never_negative(folder: Path) -> None:
    lines = DECLARATION.replace(";4;", ";-4;") + DECLARATION.replace("220417", "220418").replace(";4;", ";4,5;")
    report = import_folder(write(folder, declarations=DECLARATIONS + lines))
    assert reasons(report) == [("declarations.csv", 2, "si"), ("declarations.csv", 3, "si")]
