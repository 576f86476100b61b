"""flask demo: a fictional association to try the portal with."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from app.cli.exchange import tell
from app.services import demo

group = AppGroup("demo", help="Association fictive, pour essayer le portail.")

printed = click.option(
    "--pdf",
    "printed",
    default=demo.EVERYBODY,
    show_default=True,
    help="Nombre d’entreprises dont les documents ont leur fichier PDF.",
)


@group.command("generate")
@click.argument("folder", metavar="DOSSIER", type=click.Path(path_type=Path))
@click.option("--companies", default=150, show_default=True, type=click.IntRange(min=40), help="Nombre d’entreprises.")
@click.option("--seed", default=22, show_default=True, help="La même graine donne les mêmes fichiers.")
@printed
def generate(folder: Path, companies: int, seed: int, printed: int) -> None:
    """Écrit les fichiers d’échange d’une association fictive."""
    demo.generate(folder, companies, seed, printed=printed)
    click.echo(f"Fichiers écrits dans {folder}")


@group.command("install")
@printed
def install(printed: int) -> None:
    """Remplit un portail vide avec l’association fictive et trois comptes prêts à servir."""
    try:
        folder, report = demo.install(printed=printed)
    except demo.NotEmpty as refusal:
        click.echo(f"{refusal}.", err=True)
        sys.exit(1)
    tell(report)
    welcome(folder)


def welcome(folder: Path) -> None:
    """Tell how to try the portal: who may sign in, and which letters are still to be answered."""
    click.echo(f"\nComptes de démonstration, mot de passe {demo.PASSWORD}\u00a0:")
    for account in demo.ACCOUNTS:
        click.echo(f"  {account.email}  ({account.job_title})")
    click.echo("\nPour essayer un premier accès (code adhérent, n° télédéclarant)\u00a0:")
    for letter in demo.demo_letters(folder):
        click.echo(f"  {letter.member_code}  {letter.declarant_number}  {letter.company}")
