"""What changes from one version of a text to another: line by line, word by word inside a line that was changed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

# Comparing takes a time that grows as the square of these.
MOST_LINES, MOST_WORDS = 3000, 1000
# How many lines that stay are shown around those that change.
_AROUND = 1
# Below that, two lines are two lines, and not one that was changed.
_ALIKE = 0.5


class Change(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """Words of a line, and what became of them."""

    change: Change
    text: str


@dataclass(frozen=True)
class Line:
    """A line with its pieces; `skipped` instead: that many lines that are the same are not shown."""

    pieces: tuple[Piece, ...] = ()
    skipped: int = 0


def between(before: str, after: str) -> list[Line] | None:
    """The lines that change, with those around; nothing when none does, None when the texts are too long for it."""
    old, new = before.splitlines(), after.splitlines()
    if max(len(old), len(new)) > MOST_LINES:
        return None
    steps = SequenceMatcher(None, old, new).get_opcodes()
    if all(tag == "equal" for tag, *_ in steps):
        return []
    lines: list[Line] = []
    for rank, (tag, i1, i2, j1, j2) in enumerate(steps):
        if tag == "equal":
            lines += _kept(old[i1:i2], above=rank > 0, below=rank < len(steps) - 1)
        else:
            lines += _changed(old[i1:i2], new[j1:j2])
    return lines


def _kept(lines: Sequence[str], *, above: bool, below: bool) -> Iterator[Line]:
    """Lines that stay, cut short; `above` and `below` say on which sides of them something changes."""
    head, tail = _AROUND if above else 0, _AROUND if below else 0
    skipped = len(lines) - head - tail
    if skipped < 2:
        head, tail, skipped = len(lines), 0, 0
    yield from (_whole(Change.SAME, line) for line in lines[:head])
    if skipped:
        yield Line(skipped=skipped)
    yield from (_whole(Change.SAME, line) for line in lines[len(lines) - tail :])


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    for before, after in zip_longest(old, new):
        pieces = _pieces(before, after) if before and after else None
        if pieces:
            yield Line(pieces)
            continue
        if before is not None:
            yield _whole(Change.REMOVED, before)
        if after is not None:
            yield _whole(Change.ADDED, after)


def _pieces(before: str, after: str) -> tuple[Piece, ...] | None:
    """What changes inside a line; None when little of it stays."""
    old, new = (re.findall(r"\s+|[^\s]+\s*", line) for line in (before, after))
    if max(len(old), len(new)) > MOST_WORDS:
        return None
    matcher = SequenceMatcher(None, old, new)
    if matcher.ratio() < _ALIKE:
        return None
    pieces = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Change.SAME, "".join(old[i1:i2])))
            continue
        said = ((Change.REMOVED, "".join(old[i1:i2])), (Change.ADDED, "".join(new[j1:j2])))
        pieces += [Piece(change, text) for change, text in said if text]
    return tuple(pieces)


def _whole(change: Change, line: str) -> Line:
    return Line((Piece(change, line),))
