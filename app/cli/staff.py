"""flask staff: the agents of the association."""

import sys
from typing import NoReturn

import click
from flask.cli import AppGroup

from app.extensions import db
from app.models import StaffRight, User
from app.services import accounts, second_factor, staff_members
from app.services.exchange import values

group = AppGroup("staff", help="Agents de l’association.")


@group.command("create")
@click.argument("email", metavar="E-MAIL")
@click.option("--nom", "last_name", default="", help="Nom de l’agent.")
@click.option("--prenom", "first_name", default="", help="Prénom de l’agent.")
def create(email: str, last_name: str, first_name: str) -> None:
    """Crée le compte d’un agent qui a tous les droits. Il reçoit un premier mot de passe par e-mail."""
    try:
        address = values.email(email.strip())
        staff_members.create(address, values.text(100)(last_name), values.text(100)(first_name))
    except ValueError as refusal:
        db.session.rollback()
        _refuse(f"Compte non créé\u00a0: {refusal} («\u00a0{email}\u00a0»).")
    db.session.commit()
    click.echo(f"Compte créé pour {address}. Un mot de passe provisoire lui sera envoyé par e-mail.")


@group.command("grant")
@click.argument("email", metavar="E-MAIL")
def grant(email: str) -> None:
    """Donne tous les droits à un agent, par exemple au premier que l’import a créé."""
    user = _agent(email)
    staff_members.give(None, user, tuple(StaffRight))
    db.session.commit()
    click.echo(f"{user.email} a tous les droits.")


@group.command("reset-code")
@click.argument("email", metavar="E-MAIL")
def reset_code(email: str) -> None:
    """Oublie le second facteur d’un agent qui l’a perdu, codes de secours compris."""
    user = _agent(email)
    second_factor.forget(None, user)
    db.session.commit()
    click.echo(f"{user.email} choisira un autre second facteur à sa prochaine connexion.")


def _agent(email: str) -> User:
    user = accounts.find(email.strip().lower())
    if user is None or not user.is_staff:
        _refuse(f"Aucun agent n’a l’adresse «\u00a0{email}\u00a0».")
    return user


def _refuse(reason: str) -> NoReturn:
    click.echo(reason, err=True)
    sys.exit(1)
