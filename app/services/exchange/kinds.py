"""The files of the exchange, in reading order: what each looks like, what it refers to, what a batch of it changes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app.services.exchange import (
    accounts,
    answers,
    appointments,
    companies,
    declarations,
    documents,
    employees,
    memberships,
    references,
    visits,
)
from app.services.exchange.attached import Attached
from app.services.exchange.layout import Entry, Layout
from app.services.exchange.numbers import DrawnNumbers
from app.services.exchange.plan import Plan
from app.services.exchange.references import Reference
from app.services.exchange.report import Problem


class Outside(Protocol):
    """What a batch writes elsewhere than in the database, and that must agree with what was committed."""

    def write_down(self) -> None:
        """Put it in safety: the commit is about to happen."""

    def forget(self) -> None:
        """The batch is committed."""

    def abandon(self) -> None:
        """The batch was given up."""


class NothingOutside:
    """For files whose lines only change the database."""

    def write_down(self) -> None: ...

    def forget(self) -> None: ...

    def abandon(self) -> None: ...


_NOTHING_OUTSIDE = NothingOutside()


def _nothing_wrong(_entries: Sequence[Entry]) -> Iterable[Problem]:
    return ()


@dataclass(frozen=True)
class Kind:
    """A file of the exchange.

    `plan` says what a batch of it changes, `follow` what goes with it in the same transaction, in order, `check` what
    `plan` would refuse besides references to nobody.
    """

    layout: Layout
    plan: Callable[[Sequence[Entry]], Plan]
    refers_to: tuple[Reference, ...] = ()
    check: Callable[[Sequence[Entry]], Iterable[Problem]] = _nothing_wrong
    follow: tuple[Callable[[Plan], None], ...] = ()
    outside: Outside = _NOTHING_OUTSIDE
    # Whether a line may bring something new, or only change what is there.
    adds: bool = True


def kinds_of(folder: Path, numbers: DrawnNumbers, *, invite: bool, notify: bool) -> tuple[Kind, ...]:
    """Every file that `folder` may hold.

    `invite` mails their first password to the accounts created, `notify` tells members of what is new to them.
    """
    attached = Attached(folder)
    return (
        Kind(companies.LAYOUT, lambda entries: companies.plan(entries, numbers), outside=numbers),
        Kind(accounts.LAYOUT, accounts.plan, follow=(accounts.invite,) if invite else ()),
        Kind(memberships.LAYOUT, memberships.plan, refers_to=(references.ACCOUNT, references.COMPANY)),
        Kind(employees.LAYOUT, employees.plan, refers_to=(references.COMPANY,)),
        Kind(
            visits.LAYOUT,
            visits.plan,
            refers_to=(references.COMPANY, references.EMPLOYEE),
            check=visits.moved,
            follow=(visits.keep_centres, appointments.announce if notify else appointments.answer_requests),
        ),
        Kind(
            documents.layout(attached.read),
            lambda entries: documents.plan(entries, attached),
            refers_to=(references.COMPANY, references.EMPLOYEE),
            follow=(documents.renew, documents.announce) if notify else (documents.renew,),
            outside=attached,
        ),
        Kind(declarations.LAYOUT, declarations.plan, refers_to=(references.COMPANY,), check=declarations.borrowed),
        Kind(answers.LAYOUT, answers.plan, refers_to=(answers.REQUEST, answers.VISIT), adds=False),
    )
