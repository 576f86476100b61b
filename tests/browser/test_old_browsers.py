"""What the oldest browsers would stumble on: words of newer languages in the script and in the style sheet."""

import re
from pathlib import Path

import pytest
from flask import Flask

import app as portal

SCRIPT = Path(portal.__file__).parent / "static" / "js" / "portail.js"

_TEXTS = re.compile(r"/\*.*?\*/|//[^\n]*|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"", re.DOTALL)
_NEWER_SCRIPT = {
    "let or const": r"\b(?:let|const)\s+[\w$\[{]",
    "an arrow": r"=>",
    "a template literal": r"`",
    "a class": r"\bclass\s+[\w${]",
    "a generator or async": r"\bfunction\s*\*|\basync\b|\bawait\b|\byield\b",
    "a spread": r"\.\.\.",
    "for…of": r"\bfor\s*\([^;)]*\bof\b",
    "a default value": r"\bfunction\b[^()]*\([^)]*=",
    "destructuring": r"\bvar\s*[\[{]",
    "?. or ??": r"\?\.(?!\d)|\?\?",
    "**": r"\*\*",
    "a module": r"^\s*(?:import|export)\b",
    "fetch or Promise": r"\b(?:fetch\s*\(|Promise\b)",
}
_LOGICAL = r"(?:margin|padding|border|inset)-(?:inline|block)|\binset\s*:|(?:inline|block)-size"
_NEWER_STYLE = {
    "var()": r"var\(|--[\w-]+\s*:",
    "grid": r"display\s*:\s*(?:inline-)?grid|grid-",
    "gap": r"(?:^|[\s;{])(?:row-|column-)?gap\s*:",
    ":has, :is, :where": r":(?:has|is|where)\(",
    "nesting": r"(?:^|[\s;{])&",
    "a logical property": _LOGICAL,
    "a newer function": r"\b(?:clamp|min|max|color-mix|oklch|lab)\(",
    "a newer unit": r"\d(?:svh|dvh|lvh|cqw|cqi)\b",
    "a newer rule": r"@(?:layer|container|property|scope|import|font-face)",
    "a range of widths": r"@media[^{]*[<>]",
}


def newer_script(source: str) -> list[str]:
    """What ES5 does not know; texts and comments may hold any word."""
    return _found(_NEWER_SCRIPT, _TEXTS.sub("''", source))


def newer_style(source: str) -> list[str]:
    return _found(_NEWER_STYLE, re.sub(r"/\*.*?\*/", "", source, flags=re.DOTALL))


def _found(patterns: dict[str, str], source: str) -> list[str]:
    return [name for name, pattern in patterns.items() if re.search(pattern, source, re.MULTILINE)]


def test_our_script_is_es5() -> None:
    assert newer_script(SCRIPT.read_text()) == []


def test_our_style_sheet_is_for_old_browsers(app: Flask) -> None:
    assert newer_style(app.extensions["stylesheet"]) == []


def test_no_rule_is_nested_in_another(app: Flask) -> None:
    """Blocks stand in @-rules only; the two @supports and @media of the menu are the deepest."""
    source = re.sub(r"/\*.*?\*/", "", app.extensions["stylesheet"], flags=re.DOTALL)
    opened: list[str] = []
    for prelude, brace in re.findall(r"([^{};]*)([{};])", source):
        if brace == "{":
            inside = [rule for rule in opened if not rule.startswith("@")]
            assert not inside, f"{prelude.strip()} is inside {inside}"
            opened.append(prelude.strip())
        elif brace == "}":
            opened.pop()
    assert opened == []


@pytest.mark.parametrize(
    "source",
    [
        "let a = 1;",
        "const {a} = b;",
        "each(list, node => remove(node));",
        "each(list, (node) => { remove(node); });",
        "var a = `text`;",
        "class Box {}",
        "class Box extends Other { }",
        "for (var node of list) { }",
        "var [a, b] = list;",
        "var {a} = b;",
        "call(...list);",
        "function f(a = 1) {}",
        "async function f() {}",
        "var a = b?.c;",
        "var a = b ?? c;",
        "fetch('/x');",
        "import x from 'y';",
        "export default 1;",
    ],
)
def test_the_check_sees_newer_script(source: str) -> None:
    assert newer_script(f"(function () {{\n{source}\n}}());") != []


@pytest.mark.parametrize(
    "source", ["var text = 'let us => go `now` class act';", "// const\nvar a = 1;", "/* class A */", "a ? .5 : 1;"]
)
def test_the_check_lets_words_be(source: str) -> None:
    assert newer_script(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "a { color: var(--ink); }",
        ":root { --ink: red; }",
        "a { display: grid; }",
        "a { display: flex; gap: 1rem; }",
        "a:has(b) { color: red; }",
        "a { & b { color: red; } }",
        "a { margin-inline: 1rem; }",
        "a { width: clamp(1rem, 2vw, 3rem); }",
        "@media (width > 40em) { a { color: red; } }",
        "a { min-height: 100dvh; }",
    ],
)
def test_the_check_sees_newer_style(source: str) -> None:
    assert newer_style(source) != []
