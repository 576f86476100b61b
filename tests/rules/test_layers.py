"""The rooms of the house, and who may call whom; sizes that keep every file readable."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = [path for folder in ("app", "tests", "bench") for path in (ROOT / folder).rglob("*.py")]
MAX_LINES, MAX_FUNCTION_LINES = 300, 40


def test_imports_keep_to_the_layers() -> None:
    result = _lint_imports(ROOT / "pyproject.toml")
    assert result.returncode == 0, result.stdout


def test_a_service_that_called_a_page_would_be_seen(tmp_path: Path) -> None:
    """The same house, with the layers upside down."""
    upside_down = (ROOT / "pyproject.toml").read_text().replace('"app.services",\n', "")
    upside_down = upside_down.replace('"app.blueprints | app.cli",', '"app.services",\n  "app.blueprints | app.cli",')
    (tmp_path / "pyproject.toml").write_text(upside_down)
    assert "BROKEN" in _lint_imports(tmp_path / "pyproject.toml").stdout


def _lint_imports(settings: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--config", str(settings)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_read_without_getting_lost(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= MAX_LINES


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_function_fits_the_eye(path: Path) -> None:
    assert not _long_functions(path.read_text())


def test_a_function_too_long_would_be_seen() -> None:
    assert _long_functions("def short():\n    pass\n\n\ndef endless():\n" + "    pass\n" * 40) == ["endless: 41 lines"]


def _long_functions(source: str) -> list[str]:
    return [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno + 1 > MAX_FUNCTION_LINES
    ]


AROUND_THE_DOOR = {"connection", "exec_driver_sql", "bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings"}


def test_nobody_goes_around_the_door() -> None:
    """The listener sees what goes through the session; raw SQL and connections of one's own it would not."""
    sources = [path for path in (ROOT / "app").rglob("*.py") if path.name != "database.py"]
    offenders = [str(path.relative_to(ROOT)) for path in sources if _goes_around(ast.parse(path.read_text()))]
    assert not offenders


@pytest.mark.parametrize(
    "source",
    [
        "db.session.connection()",
        "db.engine.connect()",
        "db.engine.begin()",
        "db.text('x')",
        "import sqlalchemy",
        "from sqlalchemy import text",
        "c.exec_driver_sql('x')",
    ],
)
def test_going_around_would_be_seen(source: str) -> None:
    assert _goes_around(ast.parse(source))


def _is_a_way_around(node: ast.Attribute) -> bool:
    """db.engine.connect, db.engine.begin, db.text."""
    owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    return (owner, node.attr) in {("engine", "connect"), ("engine", "begin"), ("db", "text")}


def _goes_around(tree: ast.AST) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (node.attr in AROUND_THE_DOOR or _is_a_way_around(node)):
            return True
        if isinstance(node, ast.Import) and "sqlalchemy" in [one.name for one in node.names]:
            return True
        if (
            isinstance(node, ast.ImportFrom)
            and node.module == "sqlalchemy"
            and "text" in [one.name for one in node.names]
        ):
            return True
    return False


@pytest.mark.parametrize("word", ["utils", "helpers", "common", "misc"])
def test_no_file_is_named_after_nothing(word: str) -> None:
    assert not [path for path in SOURCES if word in {path.stem, path.parent.name}]
