"""The centres where people are received, as agents manage them."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select, update

from app.clock import now, today
from app.extensions import db
from app.models import AppointmentRequest, Centre, RequestState, User, Visit, VisitState
from app.services import audit
from app.services.editing import ChangedMeanwhile, mark_of
from app.services.request_states import OPEN
from app.tenancy import all_companies

MOST = 500
_WHY = "a centre receives people of every company"


class NameTaken(Exception):
    """Another centre has this name."""


@dataclass(frozen=True)
class Place:
    """What a centre is called, and where it is."""

    name: str
    address: str | None


@dataclass(frozen=True)
class Listed:
    centre: Centre
    # Visits to come there.
    planned: int


@dataclass(frozen=True)
class Following:
    """What follows a centre that is renamed or moved: visits to come, slots that wait for an answer."""

    visits: int
    proposals: int


def every() -> list[Centre]:
    """All the centres, by name."""
    return list(db.session.scalars(select(Centre).order_by(Centre.name).limit(MOST)))


def listed() -> list[Listed]:
    """All the centres, each with how many visits are planned there."""
    with all_companies(_WHY):
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


def shown(centre: Centre) -> Place:
    return Place(centre.name, centre.address)


def following(centre: Centre) -> Following:
    """What a change of this centre brings along."""
    with all_companies(_WHY):
        visits = db.session.scalar(select(func.count()).select_from(Visit).where(*_to_come(centre))) or 0
        return Following(visits, len(_proposals(centre)))


def change(agent: User, centre: Centre, given: Place, seen: str) -> None:
    """Rename or move a centre, and with it the visits to come, the slots proposed and the wishes that wait.

    Calendars follow by themselves. Raises NameTaken, or ChangedMeanwhile when the form showed something else.
    """
    db.session.refresh(centre, with_for_update=True)
    if given == shown(centre):
        return
    if mark_of(shown(centre)) != seen:
        raise ChangedMeanwhile
    _keep_names_apart(given.name, centre)
    with all_companies(_WHY):
        _bring_along(centre, given)
    centre.name, centre.address = given.name, given.address
    audit.record("centre.changed", actor=agent, centre=centre.id)


def _bring_along(centre: Centre, given: Place) -> None:
    moved = {"centre": given.name, "centre_address": given.address}
    db.session.execute(
        update(Visit)
        .where(*_to_come(centre))
        .values(**moved, sequence=Visit.sequence + 1, changed_at=now())
        .execution_options(synchronize_session=False)
    )
    for request in _proposals(centre):
        request.proposal = {**(request.proposal or {}), **moved}
    db.session.flush()
    db.session.execute(
        update(AppointmentRequest)
        .where(AppointmentRequest.state.in_(OPEN), AppointmentRequest.wished_centre == centre.name)
        .values(wished_centre=given.name)
        .execution_options(synchronize_session=False)
    )


def _to_come(centre: Centre) -> tuple[ColumnElement[bool], ...]:
    return Visit.centre == centre.name, Visit.day >= today(), Visit.state == VisitState.PLANNED


def _proposals(centre: Centre) -> list[AppointmentRequest]:
    """The requests whose company has still to say whether it comes to this centre."""
    proposed = select(AppointmentRequest).where(AppointmentRequest.state == RequestState.PROPOSED)
    return [one for one in db.session.scalars(proposed) if one.proposal and one.proposal["centre"] == centre.name]


def _keep_names_apart(name: str, centre: Centre | None) -> None:
    same = db.session.scalars(select(Centre).where(func.lower(Centre.name) == name.lower())).first()
    if same is not None and (centre is None or same.id != centre.id):
        raise NameTaken
