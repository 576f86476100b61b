"""flask exchange: the flat files of the association's business software."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from app.clock import PARIS
from app.formatting import number, plural
from app.services import exchange
from app.services.exchange.report import write_problems

SHOWN = 20
SOMETHING_REFUSED = 1
UNUSABLE = 2

group = AppGroup("exchange", help="Échange de fichiers avec le logiciel métier.")


@group.command("import")
@click.argument("folder", metavar="DOSSIER", type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Refuse tout le dossier si une seule ligne est mauvaise.")
@click.option("--invite", is_flag=True, help="Envoie un premier mot de passe aux comptes créés.")
@click.option("--notify", is_flag=True, help="Annonce par e-mail ce qui est nouveau aux membres des entreprises.")
@click.option(
    "--errors", "errors", metavar="FICHIER", type=click.Path(path_type=Path), help="Où écrire les refus (CSV)."
)
def import_(folder: Path, strict: bool, invite: bool, notify: bool, errors: Path | None) -> None:
    """Importe les fichiers du logiciel métier.

    adherents.csv, comptes.csv, rattachements.csv, salaries.csv, visites.csv, documents.csv avec les fichiers qu’il
    nomme, declarations.csv, demandes.csv\u00a0: chacun est facultatif.
    """
    try:
        with _progress_bars() as progress:
            report = exchange.import_folder(folder, strict=strict, invite=invite, notify=notify, progress=progress)
    except exchange.UnusableFolder as refusal:
        click.echo(f"Import impossible\u00a0: {refusal}.", err=True)
        sys.exit(UNUSABLE)
    tell(report)
    if errors:
        write_problems(report.problems, errors)
        click.echo(f"Lignes refusées écrites dans {errors}")
    if report.problem_count:
        sys.exit(SOMETHING_REFUSED)


@group.command("export")
@click.argument("folder", metavar="DOSSIER", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--since",
    "since",
    metavar="MOMENT",
    required=True,
    callback=lambda _context, _option, raw: _moment(raw),
    help="Par exemple 2027-01-01T00:00, à l’heure de Paris.",
)
def export(folder: Path, since: datetime) -> None:
    """Écrit ce que le portail a appris depuis un moment\u00a0: déclarations, salariés, demandes, coordonnées, tiers."""
    try:
        exported = exchange.export_folder(folder, since)
    except OSError as failure:
        click.echo(f"Export impossible\u00a0: {failure.strerror} ({failure.filename}).", err=True)
        sys.exit(UNUSABLE)
    for file, lines in exported.lines.items():
        click.echo(f"{file}\u00a0: {plural(lines, 'ligne')}")
    click.echo(f"Prochain export\u00a0: --since {exported.next_since.astimezone(PARIS).isoformat(timespec='seconds')}")


def _moment(raw: str) -> datetime:
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        raise click.BadParameter("moment attendu au format AAAA-MM-JJTHH:MM") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=PARIS)


def tell(report: exchange.Report) -> None:
    """Print what an import did: figures on the standard output, what is wrong on the error output."""
    for file, counts in report.counts.items():
        lines = (
            plural(counts.created, "créée"),
            plural(counts.updated, "modifiée"),
            plural(counts.unchanged, "inchangée"),
            plural(counts.skipped, "refusée"),
        )
        click.echo(f"{file}\u00a0: {', '.join(lines)}")
    _list("Avertissements", report.warnings, report.warning_count)
    _list("Problèmes", report.problems, report.problem_count)
    if report.refused_as_a_whole:
        click.echo("Rien n’a été importé (--strict).", err=True)
    if report.numbers_path:
        click.echo(f"Numéros télédéclarants créés, à remettre puis à effacer\u00a0: {report.numbers_path}")


def _list(title: str, problems: list[exchange.Problem], total: int) -> None:
    if not total:
        return
    click.echo(f"{title}\u00a0: {number(total)}", err=True)
    for problem in problems[:SHOWN]:
        click.echo(f"  {problem}", err=True)
    if total > SHOWN:
        click.echo(f"  … et {number(total - SHOWN)} de plus", err=True)


@contextmanager
def _progress_bars() -> Iterator[exchange.Progress]:
    """One bar for each file, on the error output, when somebody is there to look at it."""
    bars: dict[str, Any] = {}

    def progress(step: str, done: int, total: int) -> None:
        if step not in bars:
            _finish(bars)
            bars[step] = click.progressbar(length=max(total, 1), label=step, file=sys.stderr)
        bars[step].update(max(done, 1) - bars[step].pos)

    try:
        yield progress if sys.stderr.isatty() else exchange.silently
    finally:
        _finish(bars)


def _finish(bars: dict[str, Any]) -> None:
    for bar in bars.values():
        bar.render_finish()
    bars.clear()
