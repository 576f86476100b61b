"""Every act that is written in the journal has words that people read."""

import ast
from collections.abc import Iterator
from pathlib import Path

from app.services.journal_words import FAMILIES, WORDS, acts_of

APP = Path(__file__).parents[2] / "app"


def test_every_act_has_words() -> None:
    acts = {act for path in APP.rglob("*.py") for act in _acts(ast.parse(path.read_text(encoding="utf-8")))}
    assert len(acts) > 30
    assert not {act for act in acts if act not in WORDS}


def test_acts_named_by_a_value_have_words_too() -> None:
    """« membership.{status} » and the like: what stands before the brace begins the name of several."""
    prefixes = {start for path in APP.rglob("*.py") for start in _beginnings(ast.parse(path.read_text("utf-8")))}
    assert prefixes
    assert all(any(act.startswith(prefix) for act in WORDS) for prefix in prefixes)


def test_every_act_is_found_in_one_family() -> None:
    found = [act for family in FAMILIES for act in acts_of(family)]
    assert sorted(found) == sorted(WORDS)


def _acts(tree: ast.AST) -> Iterator[str]:
    for first in _first_arguments(tree):
        if isinstance(first, ast.Constant):
            yield str(first.value)
        elif isinstance(first, ast.IfExp):
            yield from (str(one.value) for one in (first.body, first.orelse) if isinstance(one, ast.Constant))


def _beginnings(tree: ast.AST) -> Iterator[str]:
    for first in _first_arguments(tree):
        if isinstance(first, ast.JoinedStr) and isinstance(first.values[0], ast.Constant):
            yield str(first.values[0].value)


def _first_arguments(tree: ast.AST) -> Iterator[ast.expr]:
    """What is given to `audit.record` and to a plan's `note`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            of = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
            if (of, node.func.attr) in (("audit", "record"), ("planned", "note")):
                yield node.args[0]
