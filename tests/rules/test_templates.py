"""Rules of the templates, read from their source."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "app" / "templates"
TEMPLATES = [path for path in FOLDER.rglob("*") if path.suffix in (".html", ".txt")]
PARTIALS = [
    path for path in TEMPLATES if path.name.startswith("_") and path.parent.name not in ("emails", "layouts", "errors")
]
_USED = re.compile(r"""(?:extends|include|import|from)\s+["']([\w/.-]+)["']""")


def _name(path: Path) -> str:
    return str(path.relative_to(FOLDER))


def test_every_template_is_used() -> None:
    used = {name for path in TEMPLATES for name in _USED.findall(path.read_text())}
    code = "\n".join(path.read_text() for path in (ROOT / "app").rglob("*.py"))
    letters = set(re.findall(r"queue\(\s*\"(\w+)\"", code))
    unused = [
        name
        for name in map(_name, TEMPLATES)
        if name not in used
        and f'"{name}"' not in code
        and not name.startswith("errors/")
        and not (name.startswith("emails/") and name.split("/")[1] in letters)
    ]
    assert not unused


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_small_words_elide_before_names(path: Path) -> None:
    """« d’AMBULANCES » : the filters « de » and « que » write the small word."""
    names = r"branding\.(?:sigle|name)|company(?:\.name)?|person|other|inviter|giver\.\w+|receiver\.\w+"
    assert not re.search(rf"\b(?:de|que) (?:<strong>)?{{{{ ?(?:{names}) ?}}}}", path.read_text())


@pytest.mark.parametrize("path", PARTIALS, ids=_name)
def test_a_partial_stands_alone(path: Path) -> None:
    source = path.read_text()
    assert "{% extends" not in source
    assert "{% block" not in source


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_nothing_escapes_the_escaping(path: Path) -> None:
    source = path.read_text()
    assert "|safe" not in source.replace(" ", "")
    assert "autoescape false" not in source


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.suffix == ".html"], ids=_name)
def test_htmx_keeps_to_the_subset_that_every_version_knows(path: Path) -> None:
    allowed = {"get", "post", "target", "swap", "trigger", "push-url", "replace-url", "sync", "include"}
    used = set(re.findall(r"\shx-([a-z-]+)=", path.read_text()))
    assert used <= allowed


@pytest.mark.parametrize("path", [path for path in TEMPLATES if path.suffix == ".html"], ids=_name)
def test_a_template_is_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 200
