"""flask campaign: the yearly declaration of headcounts."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from app.extensions import db
from app.formatting import short_date
from app.models import Campaign
from app.services import campaigns
from app.services.exchange import values

group = AppGroup("campaign", help="Campagne annuelle de déclaration des effectifs.")


class Day(click.ParamType[date]):
    """A day, written AAAA-MM-JJ or JJ/MM/AAAA."""

    name = "jour"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else values.day(value)
        except values.Refused as refusal:
            self.fail(f"«\u00a0{value}\u00a0»\u00a0: {refusal}", param, ctx)


@group.command("set")
@click.argument("year", metavar="ANNÉE", type=click.IntRange(2000, 2100))
@click.option("--reference", "reference_on", required=True, type=Day(), help="Jour où l’effectif est compté.")
@click.option("--opens", "opens_on", required=True, type=Day(), help="Ouverture.")
@click.option("--due", "due_on", required=True, type=Day(), help="Date limite\u00a0: ensuite, c’est tardif.")
@click.option("--closes", "closes_on", required=True, type=Day(), help="Clôture\u00a0: ensuite, c’est refusé.")
@click.option("--tariff", metavar="FICHIER", type=click.Path(path_type=Path), help="Tarif, en JSON (guide-exploitant).")
def set_(year: int, reference_on: date, opens_on: date, due_on: date, closes_on: date, tariff: Path | None) -> None:
    """Crée ou modifie la campagne d’une année."""
    try:
        campaign = campaigns.define(
            year,
            reference_on=reference_on,
            opens_on=opens_on,
            due_on=due_on,
            closes_on=closes_on,
            tariff=_read(tariff) if tariff else None,
        )
    except ValueError as refusal:
        db.session.rollback()
        click.echo(f"Campagne non enregistrée\u00a0: {refusal}.", err=True)
        sys.exit(1)
    db.session.commit()
    _tell(campaign)


@group.command("show")
def show() -> None:
    """Affiche les campagnes, la plus récente d’abord."""
    found = campaigns.every()
    if not found:
        click.echo("Aucune campagne. Créez-la par «\u00a0flask campaign set\u00a0».")
    for campaign in reversed(found):
        _tell(campaign)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"le fichier {path} ne peut être lu") from error
    except ValueError as error:
        raise ValueError(f"{path} n’est pas du JSON\u00a0: {error}") from error


def _tell(campaign: Campaign) -> None:
    tariff = "avec tarif" if campaign.tariff else "sans tarif\u00a0: aucun montant ne sera affiché"
    click.echo(
        f"{campaign.year} ({campaigns.state(campaign).value})\u00a0: effectif au {short_date(campaign.reference_on)}, "
        f"ouverture le {short_date(campaign.opens_on)}, date limite le {short_date(campaign.due_on)}, "
        f"clôture le {short_date(campaign.closes_on)}, {tariff}"
    )
