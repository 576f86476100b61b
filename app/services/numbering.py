"""Numbers that people dictate: the next of a series, in a year, without a hole or a double."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from app.extensions import db
from app.models import Numbering


def draw(series: str, year: int) -> int:
    """The next number of a series, given for good when the present transaction commits; others wait until then."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement: Any = (
        insert(Numbering)
        .values(series=series, year=year, last=1)
        .on_conflict_do_update(index_elements=[Numbering.series, Numbering.year], set_={"last": Numbering.last + 1})
        .returning(Numbering.last)
        .execution_options(synchronize_session=False)
    )
    return int(db.session.execute(statement).scalar_one())
