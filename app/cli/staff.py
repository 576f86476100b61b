"""flask staff: the agents of the association."""

import sys

import click
from flask.cli import AppGroup

from app.extensions import db
from app.services import accounts
from app.services.exchange import values

group = AppGroup("staff", help="Agents de l’association.")


@group.command("create")
@click.argument("email", metavar="E-MAIL")
@click.option("--nom", "last_name", default="", help="Nom de l’agent.")
@click.option("--prenom", "first_name", default="", help="Prénom de l’agent.")
def create(email: str, last_name: str, first_name: str) -> None:
    """Crée le compte d’un agent, qui reçoit un premier mot de passe par e-mail."""
    try:
        address = values.email(email.strip())
        accounts.create_staff(address, values.text(100)(last_name), values.text(100)(first_name))
    except ValueError as refusal:
        db.session.rollback()
        click.echo(f"Compte non créé\u00a0: {refusal} («\u00a0{email}\u00a0»).", err=True)
        sys.exit(1)
    db.session.commit()
    click.echo(f"Compte créé pour {address}. Un mot de passe provisoire lui sera envoyé par e-mail.")
