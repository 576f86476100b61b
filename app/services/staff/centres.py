"""The centres where people are received, as agents manage them."""

from dataclasses import dataclass

from sqlalchemy import func, select, update

from app.clock import now, today
from app.extensions import db
from app.models import AppointmentRequest, Centre, User, Visit, VisitState
from app.services import audit
from app.services.request_states import OPEN
from app.tenancy import all_companies

MOST = 500


class NameTaken(Exception):
    """Another centre has this name."""


@dataclass(frozen=True)
class Listed:
    centre: Centre
    # Visits to come there.
    planned: int


def every() -> list[Centre]:
    """All the centres, by name."""
    return list(db.session.scalars(select(Centre).order_by(Centre.name).limit(MOST)))


def listed() -> list[Listed]:
    """All the centres, each with how many visits are planned there."""
    with all_companies("a centre receives people of every company"):
        rows = db.session.execute(
            select(Visit.centre, func.count())
            .where(Visit.day >= today(), Visit.state == VisitState.PLANNED)
            .group_by(Visit.centre)
        )
        counts = {name: count for name, count in rows}  # noqa: C416 (rows are no pairs to the type checker)
    return [Listed(centre, counts.get(centre.name, 0)) for centre in every()]


def find(identifier: int) -> Centre | None:
    return db.session.get(Centre, identifier)


def address_of(name: str) -> str | None:
    """Where a centre is."""
    return db.session.scalar(select(Centre.address).where(Centre.name == name))


def add(agent: User, name: str, address: str | None) -> Centre:
    """A new centre. Raises NameTaken."""
    _keep_names_apart(name, None)
    centre = Centre(name=name, address=address)
    db.session.add(centre)
    db.session.flush()
    audit.record("centre.added", actor=agent, centre=centre.id)
    return centre


def change(agent: User, centre: Centre, name: str, address: str | None) -> int:
    """Rename or move a centre, and with it the visits to come and the wishes that wait.

    Calendars follow by themselves. Returns how many visits changed. Raises NameTaken.
    """
    _keep_names_apart(name, centre)
    if (name, address) == (centre.name, centre.address):
        return 0
    with all_companies("a centre receives people of every company"):
        to_come = (Visit.centre == centre.name, Visit.day >= today(), Visit.state == VisitState.PLANNED)
        changed = db.session.execute(
            update(Visit)
            .where(*to_come)
            .values(centre=name, centre_address=address, sequence=Visit.sequence + 1, changed_at=now())
            .execution_options(synchronize_session=False)
        )
        db.session.execute(
            update(AppointmentRequest)
            .where(AppointmentRequest.state.in_(OPEN), AppointmentRequest.wished_centre == centre.name)
            .values(wished_centre=name)
            .execution_options(synchronize_session=False)
        )
    centre.name, centre.address = name, address
    audit.record("centre.changed", actor=agent, centre=centre.id)
    return int(changed.rowcount)  # type: ignore[attr-defined]


def _keep_names_apart(name: str, centre: Centre | None) -> None:
    same = db.session.scalars(select(Centre).where(func.lower(Centre.name) == name.lower())).first()
    if same is not None and (centre is None or same.id != centre.id):
        raise NameTaken
