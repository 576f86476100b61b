"""The door to companies' data: what does not go through it is refused, whatever its shape."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import and_, bindparam, delete, exists, func, insert, not_, or_, select, text, union_all, update
from sqlalchemy.orm import aliased

from app.extensions import db
from app.models import AuditEvent, Base, Company, Employee, Membership, User
from app.permissions import Right
from app.tenancy import DoorClosed, Viewing, all_companies, open_door
from tests.people import People
from tests.support.records import company_of, user_of

HERE, ME = 1, 7
Other = aliased(Employee)


@pytest.fixture
def session(app: Flask) -> Iterator[Any]:
    """A session in which company 1 is open, and person 7 signed in."""
    with app.app_context():
        db.session().info.update(company_id=HERE, user_id=ME)
        yield db.session


LEAKS: dict[str, Callable[[], Any]] = {
    "no filter at all": lambda: select(Employee),
    "another company": lambda: select(Employee).where(Employee.company_id == 2),
    "a filter on something else": lambda: select(Employee).where(Employee.id == 3),
    "a list instead of an equality": lambda: select(Employee).where(Employee.company_id.in_([HERE])),
    "a count": lambda: select(func.count()).select_from(Employee),
    "a count of a subquery": lambda: select(func.count()).select_from(select(Employee.id).subquery()),
    "a scalar subquery": lambda: select(Company.id, select(func.max(Employee.id)).scalar_subquery()).where(
        Company.id == HERE
    ),
    "the same table again, inside": lambda: select(Employee.id).where(
        Employee.company_id == HERE, Employee.id == select(func.max(Employee.id)).scalar_subquery()
    ),
    "exists": lambda: select(User).where(exists().where(Employee.birth_name == "x")),
    "in": lambda: select(User).where(User.id.in_(select(Membership.user_id))),
    "half a union": lambda: union_all(select(Employee.id).where(Employee.company_id == HERE), select(Employee.id)),
    "a common table expression": lambda: select(select(Employee.id).cte().c.id),
    "an alias, when its table is filtered": lambda: select(Other).where(Employee.company_id == HERE),
    "under or": lambda: select(Employee).where(or_(Employee.company_id == HERE, Employee.id > 0)),
    "under not": lambda: select(Employee).where(not_(and_(Employee.company_id == HERE, Employee.id > 0))),
    "an outer join, which filters nothing": lambda: select(Employee).outerjoin(
        Membership, and_(Membership.company_id == Employee.company_id, Membership.user_id == ME)
    ),
    "somebody else's memberships": lambda: (
        select(Employee).join(Membership, Membership.company_id == Employee.company_id).where(Membership.user_id == 8)
    ),
    "an update": lambda: update(Employee).values(job="x"),
    "a delete": lambda: delete(Employee).where(Employee.company_id == 2),
    "an insert from a select": lambda: insert(User).from_select(["email"], select(Employee.birth_name)),
    "raw SQL": lambda: text("SELECT * FROM employee"),
    "the journal": lambda: select(AuditEvent),
}

VISITS: dict[str, Callable[[], Any]] = {
    "the open company": lambda: select(Employee).where(Employee.company_id == HERE),
    "its count": lambda: select(func.count()).select_from(Employee).where(Employee.company_id == HERE),
    "an alias of it": lambda: select(Other).where(Other.company_id == HERE),
    "both halves of a union": lambda: union_all(
        select(Employee.id).where(Employee.company_id == HERE), select(Other.id).where(Other.company_id == HERE)
    ),
    "my companies, by my memberships": lambda: (
        select(Company).join(Membership, Membership.company_id == Company.id).where(Membership.user_id == ME)
    ),
    "headcounts of my companies": lambda: (
        select(Company.id, select(func.count(Employee.id)).where(Employee.company_id == Company.id).scalar_subquery())
        .join(Membership, Membership.company_id == Company.id)
        .where(Membership.user_id == ME)
    ),
    "an outer join from the open company": lambda: (
        select(Company, Employee).outerjoin(Employee, Employee.company_id == Company.id).where(Company.id == HERE)
    ),
    "what belongs to no company": lambda: select(User),
}


@pytest.mark.parametrize("name", LEAKS)
def test_a_statement_that_does_not_go_through_the_door_is_refused(session: Any, name: str) -> None:
    with pytest.raises(DoorClosed):
        session.execute(LEAKS[name]())


@pytest.mark.parametrize("name", VISITS)
def test_a_statement_pinned_to_what_is_open_passes(session: Any, name: str) -> None:
    session.execute(VISITS[name]()).all()


@pytest.mark.parametrize("name", ["no filter at all", "a count", "under or", "an update", "raw SQL", "the journal"])
def test_the_door_is_lifted_with_a_reason(session: Any, name: str) -> None:
    with all_companies("to show that it can be"):
        session.execute(LEAKS[name]())
    with pytest.raises(DoorClosed):
        session.execute(LEAKS[name]())


MINE = select(Employee).where(Employee.company_id == bindparam("company"))


def test_a_statement_written_once_is_pinned_by_what_it_is_given(session: Any) -> None:
    for _ in range(2):
        session.execute(MINE, {"company": HERE}).all()
        for given in ({"company": 2}, {"company": None}):
            with pytest.raises(DoorClosed):
                session.execute(MINE, given)
    with pytest.raises(DoorClosed):
        session.execute(MINE)


def test_two_statements_of_one_shape_are_each_looked_at(session: Any) -> None:
    def employees_of(company: int, after: int) -> Any:
        return select(Employee.id).where(Employee.id > after, Employee.company_id == company)

    for after in (0, HERE, 2):
        session.execute(employees_of(HERE, after)).all()
        with pytest.raises(DoorClosed):
            session.execute(employees_of(2, after))


def test_what_a_statement_carries_besides_does_not_replace_what_was_looked_at(session: Any) -> None:
    carried = MINE.params(company=2)
    with pytest.raises(DoorClosed):
        session.execute(carried)
    pinned = select(Employee).where(Employee.company_id == HERE)
    with pytest.raises(DoorClosed):
        session.execute(pinned, {"company_id_1": 2})
    named = select(Employee).where(Employee.company_id == bindparam("company", HERE))
    session.execute(named).all()
    with pytest.raises(DoorClosed):
        session.execute(named, {"company": 2})
    with pytest.raises(DoorClosed):
        session.execute(named.params(company=2))


def test_a_reason_must_be_given(session: Any) -> None:
    with pytest.raises(DoorClosed), all_companies(""):
        pass


def test_nothing_is_open_before_somebody_enters(app: Flask) -> None:
    with app.app_context(), pytest.raises(DoorClosed):
        db.session.execute(select(Employee).where(Employee.company_id == HERE))


def test_an_employee_is_not_found_by_its_row_number(session: Any) -> None:
    with pytest.raises(DoorClosed):
        session.get(Employee, 3)


def test_nothing_is_written_into_another_company(session: Any) -> None:
    session.add(Employee(company_id=2, number=1, reference="x", birth_name="a", first_name="b"))
    with pytest.raises(DoorClosed):
        session.flush()


def test_every_table_that_names_a_company_has_a_door() -> None:
    """A new table with a company_id is guarded, or named here with the reason why it is not."""
    by_token_only = {"enrolment_grant"}
    doorless = {
        table.name
        for table in Base.metadata.sorted_tables
        if "company_id" in table.columns and table.info.get("company_door") != "company_id"
    }
    assert doorless == by_token_only


@pytest.fixture
def looking(app: Flask, people: People) -> Iterator[Viewing]:
    """Anouk looks at the bakery's space; what waits to be written is thrown away."""
    number, agent, public_id = people.employee(people.bakery, "DURAND", "Élise"), people.anouk, people.bakery
    assert number == 1
    with app.app_context():
        open_door(access := Viewing.of_agent(user_of(agent), company_of(public_id)))
        yield access
        db.session.rollback()


WRITINGS: dict[str, Callable[[Viewing], Any]] = {
    "an update": lambda access: update(Employee).where(Employee.company_id == access.company.id).values(job="x"),
    "a delete": lambda access: delete(Employee).where(Employee.company_id == access.company.id),
    "an insert": lambda access: insert(Membership).values(user_id=1, company_id=access.company.id),
}


@pytest.mark.parametrize("statement", WRITINGS.values(), ids=WRITINGS)
def test_behind_the_door_of_an_agent_who_looks_nothing_is_written(
    looking: Viewing, statement: Callable[[Viewing], Any]
) -> None:
    read = db.session.scalars(select(Employee).where(Employee.company_id == looking.company.id)).one()
    with pytest.raises(DoorClosed):
        db.session.execute(statement(looking))
    with all_companies("even then"), pytest.raises(DoorClosed):
        db.session.execute(statement(looking))
    read.job = "x"
    with pytest.raises(DoorClosed):
        db.session.flush()


def test_an_agent_who_looks_may_read_and_nothing_else(looking: Viewing) -> None:
    reads = {right for right in Right if right.name.startswith("READ_")}
    assert {right for right in Right if looking.may(right)} == reads - {Right.READ_PERSONAL_SITUATIONS}


def test_what_an_agent_looks_at_is_written_in_the_journal(looking: Viewing) -> None:
    db.session.add(AuditEvent(action="view.page", company_id=looking.company.id))
    db.session.flush()
