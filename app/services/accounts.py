"""Accounts: created by the procedure, activated by the first personal password, repaired by a reset."""

from dataclasses import asdict, dataclass
from datetime import timedelta

from flask import current_app
from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError

from app.clock import now
from app.extensions import db
from app.mail import letters
from app.models import Company, EnrolmentGrant, Membership, MembershipStatus, Profile, User
from app.services import attachments, audit, passwords, provisional, sessions, sign_in, throttle
from app.services.throttle import Limit
from app.tenancy import all_companies, enter_as
from app.unit_of_work import save_now

MAILS_PER_ADDRESS = Limit("mail-address", 5, timedelta(hours=1))
MAILS_PER_VISITOR = Limit("mail-visitor", 30, timedelta(hours=1))

CORRECTIONS = 3
# Where the address of an account that its owner closed leads: nowhere.
NO_ADDRESS = "@supprime.invalid"


@dataclass(frozen=True)
class Person:
    """What the account form asks."""

    last_name: str
    first_name: str
    job_title: str
    email: str
    mobile: str | None
    is_third_party: bool
    firm_name: str | None = None


class TooManyCorrections(Exception):
    """The address was already corrected as often as honest mistakes need."""


def register(person: Person, grant: EnrolmentGrant, company: Company, address: str | None) -> None:
    """Create the account that the form describes, attached to the company, and have its first password mailed.

    An address that already has an account gets a mail that says so, and nothing else changes: the page that follows
    is the same, so that nobody learns who has an account. The same form sent twice counts once; a corrected one
    replaces the account that a mistyped address was given. Raises TooManyCorrections or TooManyAttempts.
    """
    if grant.details == asdict(person):
        return
    if grant.registrations >= CORRECTIONS:
        raise TooManyCorrections
    _spend_mail(person.email, address)
    # Counting the mail let go of the database: the same form, sent twice at once, may have been first.
    db.session.refresh(grant, with_for_update=True)
    if grant.details == asdict(person):
        return
    _withdraw(grant, company, person.email)
    grant.details, grant.registrations = asdict(person), grant.registrations + 1
    user = find(person.email)
    if user is not None and user.activated_at is not None:
        letters.already_registered(user, company)
        return
    if user is None:
        user = new(person.email)
        grant.registered_id = user.id
    # An account that waits, imported or asked for with another letter, keeps its name: this form proves no address.
    if user.id == grant.registered_id:
        _describe(user, person)
    db.session.flush()
    enter_as(user)
    attachments.attach(user, company, third_party=person.is_third_party, guarded=grant.guarded)
    letters.first_password(user, company)
    audit.record("account.created", actor=user, company=company)


def new(email: str, **described: str) -> User:
    """An account for this address, so described, or the one that another request made a moment ago."""
    try:
        with db.session.begin_nested():
            db.session.add(user := User(email=email, **described))
    except IntegrityError:
        return db.session.scalars(select(User).where(User.email == email)).one()
    return user


def _withdraw(grant: EnrolmentGrant, company: Company, corrected: str) -> None:
    """What was done for a mistyped address is undone, and nothing else: somebody may have waited there before."""
    mistaken = find(grant.details.get("email", ""))
    if mistaken is None or mistaken.activated_at is not None or mistaken.email == corrected:
        return
    attachments.withdraw(mistaken, company, since=grant.created_at)
    provisional.end_all(mistaken.id)
    if mistaken.id == grant.registered_id and not attachments.has_any(mistaken):
        grant.registered_id = None
        db.session.delete(mistaken)
        db.session.flush()


def send_first_password_again(email: str, company: Company, address: str | None) -> None:
    """Mail a new first password, if that address has an account that waits for one."""
    _spend_mail(email, address)
    user = find(email)
    if user is None:
        return
    if user.activated_at is None:
        letters.first_password(user, company)
    else:
        letters.already_registered(user, company)


def request_reset(email: str, address: str | None) -> None:
    """Mail a one-time code to an account that exists; the present password stays valid until the code is used."""
    _spend_mail(email, address)
    user = find(email)
    if user is not None and user.disabled_at is None:
        letters.reset_code(user)
        audit.record("password.reset_requested", actor=user)


class PasswordRefused(Exception):
    """The chosen password is too weak; the message, in French, says why."""


def choose_password(user: User, password: str) -> str:
    """Make this the person's own password and sign them in afresh; every other session ends.

    Returns the token of the new session. Raises PasswordRefused.
    """
    if reason := passwords.weakness(password, _personal_words(user)):
        raise PasswordRefused(reason)
    save_now()
    password_hash = passwords.hash_password(password)
    had_one, user.password_hash = user.password_hash is not None, password_hash
    user.last_sign_in_at = now()
    provisional.end_all(user.id)
    if user.activated_at is None:
        user.activated_at = now()
        attachments.announce_all_of(user)
    if had_one:
        letters.password_changed(user)
    sessions.end_all(user)
    audit.record("password.chosen", actor=user)
    return sessions.open_for(user)


def change_password(user: User, current: str, password: str, *, address: str | None) -> str:
    """Replace the password of somebody signed in, who knows it.

    Returns the token of the new session. Raises sign_in.WrongPassword, TooManyAttempts or PasswordRefused.
    """
    sign_in.confirm(user, current, address=address)
    return choose_password(user, password)


def describe(user: User, **identity: str | None) -> None:
    """What the person says of themselves: names, function, mobile, firm."""
    for name, value in identity.items():
        setattr(user, name, value)


def find(email: str) -> User | None:
    return db.session.scalars(select(User).where(User.email == email)).one_or_none()


def is_forgotten(user: User) -> bool:
    """Whether this is what is left of an account that its owner closed."""
    return user.email.endswith(NO_ADDRESS)


def are_forgotten() -> ColumnElement[bool]:
    """The same, to be asked of many accounts."""
    return User.email.endswith(NO_ADDRESS)


def create_staff(email: str, last_name: str = "", first_name: str = "", *, invited_by: User | None = None) -> User:
    """An agent of the association, to whom a first password is mailed. ValueError when the address is taken."""
    if find(email) is not None:
        raise ValueError(f"{email} a déjà un compte")
    user = User(email=email, last_name=last_name, first_name=first_name, profile=Profile.STAFF, job_title="Agent")
    db.session.add(user)
    db.session.flush()
    letters.first_password(user, invited_by=invited_by)
    return user


def _spend_mail(email: str, address: str | None) -> None:
    throttle.spend((MAILS_PER_ADDRESS, email), (MAILS_PER_VISITOR, throttle.network_of(address)))


def _describe(user: User, person: Person) -> None:
    user.last_name, user.first_name = person.last_name, person.first_name
    user.job_title, user.mobile = person.job_title, person.mobile
    user.firm_name = person.firm_name
    if not user.is_staff:
        user.profile = Profile.FIRM if person.is_third_party else Profile.MEMBER


def _personal_words(user: User) -> list[str]:
    """What others would try first: names, the address, the companies, the association."""
    with all_companies("the words a password may not contain"):
        companies = db.session.scalars(
            select(Company.name)
            .join(Membership, Membership.company_id == Company.id)
            .where(Membership.user_id == user.id, Membership.status == MembershipStatus.ACTIVE)
            .limit(20)
        ).all()
    words = [
        user.email,
        user.email.partition("@")[0],
        user.last_name,
        user.first_name,
        user.firm_name or "",
        *companies,
    ]
    return [*words, str(current_app.config["ASSO_SIGLE"])]
