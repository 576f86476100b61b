"""`flask tasks run`: mail and upkeep, from a timer or for as long as the service lives."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.services import outbox, upkeep

tasks = AppGroup("tasks", help="Envoyer les e-mails en attente et faire le ménage.")


@tasks.command("run")
@click.option("--loop", is_flag=True, help="Continuer jusqu’à l’arrêt du service.")
def run(loop: bool) -> None:
    """Send the mail that is due and forget what is over."""
    if loop:
        upkeep.run_until_orphaned(current_app._get_current_object())  # type: ignore[attr-defined]
    else:
        sent = upkeep.run_once()
        click.echo(f"E-mails envoyés\u00a0: {sent}. En attente\u00a0: {outbox.waiting()}.")
