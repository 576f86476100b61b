"""What an import would do and what it would refuse, found without writing."""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from app.database import reading
from app.extensions import db
from app.services.exchange import references
from app.services.exchange.batches import Progress, batches
from app.services.exchange.kinds import Kind
from app.services.exchange.layout import Entry, open_source
from app.services.exchange.report import Problem, Report

Declared = Mapping[str, set[int]]
"""The keys that each file of the folder brings: their hashes, not the keys, since 250,000 stay in memory."""


def rehearse(found: Sequence[tuple[Kind, Path]], progress: Progress) -> Report:
    """The report that an import of these files would give; what one of them brings, those read after it may name."""
    report = Report()
    declared: Declared = {reference.file: set() for kind, _ in found for reference in kind.refers_to}
    for kind, path in found:
        layout = kind.layout
        source = open_source(path, layout, report)
        report.of(layout.file)
        for batch in batches(source, progress, "contrôle") if source else ():
            with reading():
                _rehearse(kind, batch, declared, report)
                db.session.rollback()
            kind.outside.abandon()
            if layout.file in declared:
                declared[layout.file].update(hash(tuple(entry.values[name] for name in layout.key)) for entry in batch)
    return report


def _rehearse(kind: Kind, batch: Sequence[Entry], declared: Declared, report: Report) -> None:
    problems = [*references.unknown(kind.layout, kind.refers_to, batch, declared), *kind.check(batch)]
    refused = {problem.line for problem in problems}
    left = {entry.line: entry for entry in batch if entry.line not in refused}
    planned = kind.plan(list(left.values()))
    # Lines that only wait for what this folder brings would be taken.
    coming = {problem.line for problem in planned.problems if _will_come(kind, problem, left, declared)}
    problems += [problem for problem in planned.problems if problem.line not in coming]
    counts = report.of(kind.layout.file)
    counts.created += len(planned.added) + (len(coming) if kind.adds else 0)
    counts.updated += len(planned.changed) + (0 if kind.adds else len(coming))
    counts.unchanged += planned.unchanged
    counts.skipped += len({problem.line for problem in problems})
    report.refuse(problems)
    report.warn(planned.warnings)


def _will_come(kind: Kind, problem: Problem, entries: Mapping[int, Entry], declared: Declared) -> bool:
    entry = entries[problem.line or 0]
    return any(
        reference.reason == problem.reason and hash(reference.key(entry)) in _brought(declared, reference.file)
        for reference in kind.refers_to
    )


def _brought(declared: Declared, file: str) -> Collection[int]:
    return declared.get(file, ())
