"""What would make a text unreadable, said to who writes it: which line, and how to mend it."""

import re
from collections.abc import Iterator

from app.content.headings import Heading, headings_of, parts_of
from app.content.pages import FAQ, tokens
from app.content.placeholders import unknown

LONGEST = 100_000
TOLD = 5
_GLUED = re.compile(r"^#{1,6}(?=[^#\s])")


def faults(name: str, markdown: str) -> list[str]:
    """What must be mended before this text is published, the first things first; nothing when all is well."""
    if len(markdown) > LONGEST:
        return [f"Ce texte est trop long\u00a0: {LONGEST // 1000}\u00a0000 caractères au maximum"]
    if not markdown.strip():
        return ["Écrivez un texte"]
    structure = _faults_of_faq if name == FAQ else _faults_of_page
    found = [*_glued(markdown), *_headings(markdown, 2 if name == FAQ else 1), *structure(markdown)]
    return [*sorted(found, key=_line_of), *_names(markdown)][:TOLD]


def _line_of(fault: str) -> int:
    return int(fault.removeprefix("Ligne ").partition("\u00a0")[0])


def _glued(markdown: str) -> Iterator[str]:
    code = _lines_of_code(markdown)
    for number, line in enumerate(markdown.splitlines()):
        if (found := _GLUED.match(line)) and number not in code:
            yield f"Ligne {number + 1}\u00a0: mettez une espace après «\u00a0{found[0]}\u00a0»"


def _headings(markdown: str, highest: int) -> Iterator[str]:
    """The levels of the headings go down one at a time, to ####."""
    before = highest - 1
    for heading in headings_of(markdown):
        where = f"Ligne {heading.line + 1}\u00a0: le titre «\u00a0{heading.title[:60]}\u00a0»"
        bold = f"mettez-le en gras\u00a0: **{heading.title[:60]}**"
        if heading.is_nested:
            yield f"{where} est dans une liste ou une citation. Sortez-le, ou {bold}"
        elif not heading.title:
            yield f"Ligne {heading.line + 1}\u00a0: ce titre est vide"
        elif heading.level > 4:
            yield f"{where} est d’un niveau trop bas\u00a0: {bold}"
        elif heading.level > before + 1:
            yield f"{where} saute un niveau. Commencez-le par «\u00a0{'#' * (before + 1)}\u00a0»"
        before = min(heading.level, 4)


def _faults_of_page(markdown: str) -> Iterator[str]:
    """The title of the page on the first line, then parts."""
    titles = [heading for heading in headings_of(markdown) if heading.level == 1]
    if not markdown.lstrip().startswith("# ") or not titles:
        yield "Ligne 1\u00a0: commencez par le titre de la page, par exemple «\u00a0# Prendre en main le portail\u00a0»"
    for extra in titles[1:]:
        yield (
            f"Ligne {extra.line + 1}\u00a0: une page n’a qu’un titre. "
            f"Commencez celui-ci par «\u00a0##\u00a0»\u00a0: ## {extra.title[:60]}"
        )


def _faults_of_faq(markdown: str) -> Iterator[str]:
    """Themes (##), which hold questions (###), which hold answers."""
    parts = parts_of(markdown, 1, 2, 3)
    yield from _before_themes(markdown, [heading for heading, _ in parts])
    for rank, (heading, text) in enumerate(parts):
        is_empty_theme = [one.level for one, _ in parts[rank + 1 : rank + 2]] != [3]
        if fault := _fault_of(heading, text, is_empty_theme=is_empty_theme):
            yield f"Ligne {heading.line + 1}\u00a0: {fault}"


def _fault_of(heading: Heading, text: str, *, is_empty_theme: bool) -> str | None:
    title = f"«\u00a0{heading.title[:60]}\u00a0»"
    if heading.level == 1:
        return "commencez un thème par «\u00a0##\u00a0», une question par «\u00a0###\u00a0»"
    if heading.level == 3:
        return None if text else f"la question {title} n’a pas de réponse"
    if text:
        return f"le thème {title} est suivi d’un texte sans question. Ajoutez «\u00a0### Une question\u00a0?\u00a0»"
    if is_empty_theme:
        return f"le thème {title} n’a pas de question. Ajoutez «\u00a0### Une question\u00a0?\u00a0» et sa réponse"
    return None


def _before_themes(markdown: str, headings: list[Heading]) -> Iterator[str]:
    lines = markdown.splitlines()
    if not headings or "".join(lines[: headings[0].line]).strip():
        yield "Ligne 1\u00a0: commencez par un thème, par exemple «\u00a0## Connexion et compte\u00a0»"
    elif headings[0].level == 3:
        yield (
            f"Ligne {headings[0].line + 1}\u00a0: cette question n’est dans aucun thème. "
            "Écrivez avant elle «\u00a0## Le thème\u00a0»"
        )


def _names(markdown: str) -> Iterator[str]:
    for name in unknown(markdown):
        yield (
            f"«\u00a0{{{{ {name[:40]} }}}}\u00a0» ne correspond à rien. "
            "Choisissez parmi les mots remplacés, dont la liste est sous le texte"
        )


def _lines_of_code(markdown: str) -> set[int]:
    blocks = [token.map for token in tokens(markdown) if token.type in ("fence", "code_block") and token.map]
    return {line for start, end in blocks for line in range(start, end)}
