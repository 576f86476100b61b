"""comptes.csv: the people who sign in. Their passwords are their own: the file has none and changes none."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.extensions import db
from app.mail import letters
from app.models import Profile, User
from app.models.user import searched_by
from app.services.exchange import values
from app.services.exchange.layout import Column, Entry, Layout
from app.services.exchange.plan import Plan, Row

PROFILE_KEPT = "le profil d’un compte existant n’est pas modifié par l’import"

LAYOUT = Layout(
    file="comptes.csv",
    columns=(
        Column("email", "email", values.email, required=True),
        Column("nom", "last_name", values.text(100), empty=""),
        Column("prenom", "first_name", values.text(100), empty=""),
        Column("fonction", "job_title", values.text(100), empty=""),
        Column("mobile", "mobile", values.mobile),
        Column("profil", "profile", values.one_of({kind.value: kind for kind in Profile}), empty=Profile.MEMBER),
    ),
    key=("email",),
)


def plan(entries: Sequence[Entry]) -> Plan:
    """What these entries change among the accounts. Profiles open doors: only new accounts take theirs from a file."""
    planned, present = Plan(User), _present(entries)
    for entry in entries:
        user = present.get(entry.values["email"])
        if user is None:
            planned.added.append({**entry.values, "search": _searched(entry.values)})
            continue
        if entry.values.get("profile", user["profile"]) is not user["profile"]:
            planned.warnings.append(LAYOUT.problem(entry, "profile", PROFILE_KEPT))
        wanted = {name: value for name, value in entry.values.items() if name != "profile"}
        planned.change(user, {**wanted, "search": _searched({**user, **wanted})})
    return planned


def invite(planned: Plan) -> None:
    """Have a first password mailed to the accounts that a plan has just created."""
    emails = [row["email"] for row in planned.added]
    for user in db.session.scalars(select(User).where(User.email.in_(emails))):
        letters.first_password(user)


def _present(entries: Sequence[Entry]) -> dict[str, Row]:
    emails = [entry.values["email"] for entry in entries]
    named = (User.email, User.last_name, User.first_name, User.firm_name, User.search)
    kept = (User.id, *named, User.job_title, User.mobile, User.profile)
    rows = db.session.execute(select(*kept).where(User.email.in_(emails)))
    return {row["email"]: row for row in rows.mappings()}


def _searched(account: Mapping[str, Any]) -> str:
    return searched_by(account.get("last_name"), account.get("first_name"), account["email"], account.get("firm_name"))
