"""Numbers that people dictate: the next of a series, in a year, without a hole or a double."""

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import Numbering


def draw(series: str, year: int) -> int:
    """The next number of a series, given for good when the present transaction commits; others wait until then."""
    if (number := _next(series, year)) is not None:
        return number
    try:
        with db.session.begin_nested():
            db.session.execute(insert(Numbering).values(series=series, year=year, last=1))
    except IntegrityError:
        # Somebody else opened the series meanwhile.
        return _next(series, year) or 1
    return 1


def _next(series: str, year: int) -> int | None:
    return db.session.scalar(
        update(Numbering)
        .where(Numbering.series == series, Numbering.year == year)
        .values(last=Numbering.last + 1)
        .returning(Numbering.last)
        .execution_options(synchronize_session=False)
    )
