"""Reading a SQL statement before it runs: does it pin every guarded table to what its reader holds?

A table is pinned when the statement compares, by equality and for every row, one of its guarding columns with the
value that the session holds, or with the same kind of column of a table that is itself pinned. Each SELECT, nested
ones included, must pin its own tables: a filter outside a subquery says nothing of what the subquery counts.

A statement is read once for all those of the same shape, which SQLAlchemy's own cache key tells; values are looked at
each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, Case, Join, Select, Table, TextClause
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BinaryExpression
from sqlalchemy.sql.selectable import AliasedReturnsRows
from sqlalchemy.util import LRUCache

Values = Callable[[Any], Any]


def unpinned(statement: Any, held: Mapping[Any, Any], doors: Mapping[str, str], given: Any = None) -> set[str]:
    """Names of the guarded tables that a statement reaches without pinning them; "raw SQL" for text().

    `doors` maps the key under which a table declares its guarding column to the key of the value in `held`; `given`
    is what the statement is executed with, besides the values that it holds itself.
    """
    key = statement._generate_cache_key()
    given = {**(key.params or {}), **(given if isinstance(given, Mapping) else {})} if key else {}
    if given and _replaces(given, key.bindparams):
        return {"a value replaced from outside"}
    scope, places = _reading(statement, key)

    def value(bind: Any) -> Any:
        present = key.bindparams[places[id(bind)]] if key else bind
        return given.get(present.key, present.effective_value)

    return set(_unpinned(scope, value, held, doors, frozenset()))


def _replaces(given: Mapping[str, Any], binds: Iterable[Any]) -> bool:
    """Whether something is given under the name that SQLAlchemy makes up for a value of the statement: company_id_1."""
    nameless = {bind._orig_key for bind in binds if bind.unique}
    return any(name.rpartition("_")[0] in nameless for name in given)


# As many shapes as SQLAlchemy itself remembers.
_readings: LRUCache[Any, tuple[_Scope, dict[int, int]]] = LRUCache(500)


def _reading(statement: Any, key: Any) -> tuple[_Scope, dict[int, int]]:
    """What all the statements of this shape say, and where each parameter stands among those of the shape."""
    if key is None:
        return _read(statement), {}
    if (known := _readings.get(key.key)) is None:
        places = {id(bind): place for place, bind in enumerate(key.bindparams)}
        known = _readings[key.key] = _read(statement), places
    return known


@dataclass
class _Scope:
    """One SELECT (or UPDATE, DELETE, INSERT): its tables, the equalities true of all its rows, what it nests."""

    sources: dict[Any, Table] = field(default_factory=dict)
    # (left, right, the only source it restricts: the condition of an outer join filters its optional side alone)
    equalities: list[tuple[Any, Any, Any]] = field(default_factory=list)
    nested: list[_Scope] = field(default_factory=list)
    has_raw_sql: bool = False


def _unpinned(
    scope: _Scope, values: Values, held: Mapping[Any, Any], doors: Mapping[str, str], opened: frozenset[Any]
) -> Iterator[str]:
    if scope.has_raw_sql:
        yield "raw SQL"
    guarded = {source for source, table in scope.sources.items() if any(door in table.info for door in doors)}
    # A table of the enclosing SELECT named again beside one of our own is the enclosing one (correlation).
    correlated = guarded & opened if len(scope.sources) > 1 else set()
    now_open = opened - guarded | correlated
    closed = guarded - correlated
    while newly := {source for source in closed if _is_pinned(source, scope, values, held, doors, now_open)}:
        closed -= newly
        now_open |= newly
    yield from (scope.sources[source].name for source in closed)
    for nested in scope.nested:
        yield from _unpinned(nested, values, held, doors, now_open)


def _is_pinned(
    source: Any,
    scope: _Scope,
    values: Values,
    held: Mapping[Any, Any],
    doors: Mapping[str, str],
    opened: frozenset[Any],
) -> bool:
    for left, right, only in scope.equalities:
        if getattr(left, "table", None) != source or only not in (None, source):
            continue
        kinds = [kind for door, kind in doors.items() if _table(source).info.get(door) == left.key]
        if isinstance(right, BindParameter):
            if any(held.get(kind) is not None and values(right) == held[kind] for kind in kinds):
                return True
        elif (other := getattr(right, "table", None)) in opened:
            info = _table(other).info
            if any(info.get(door) == right.key and kind in kinds for door, kind in doors.items()):
                return True
    return False


def _table(source: Any) -> Any:
    return source.element if isinstance(source, AliasedReturnsRows) else source


def _read(statement: Any) -> _Scope:
    scope, seen, optional = _Scope(), set[int](), dict[int, Any]()
    waiting: list[tuple[Any, bool, Any]] = [(statement, True, None)]
    while waiting:
        element, certain, only = waiting.pop()
        if id(element) in seen:
            continue
        seen.add(id(element))
        only = optional.get(id(element), only)
        if isinstance(element, Select) and element is not statement:
            scope.nested.append(_read(element))
            continue
        if isinstance(element, Table) or (
            isinstance(element, AliasedReturnsRows) and isinstance(element.element, Table)
        ):
            scope.sources[element] = _table(element)
            continue
        if isinstance(element, TextClause):
            scope.has_raw_sql = True
        if isinstance(element, BinaryExpression) and element.operator is operators.eq and certain:
            scope.equalities += [(element.left, element.right, only), (element.right, element.left, only)]
        optional.update((id(condition), target) for target, condition in _outer_joins(element))
        certain = certain and not _is_doubtful(element)
        waiting.extend((child, certain, only) for child in element.get_children())
    return scope


def _outer_joins(element: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(element, Join) and (element.isouter or element.full):
        yield element.right, element.onclause
    for target, condition, _, flags in getattr(element, "_setup_joins", ()):
        if flags["isouter"] or flags["full"]:
            yield target, condition


def _is_doubtful(element: Any) -> bool:
    """What stands under OR, NOT or CASE does not hold for every row."""
    return isinstance(element, Case) or getattr(element, "operator", None) in (operators.or_, operators.inv)
