"""What every HTML answer must be, checked without being asked."""

import re
from collections import Counter

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement
from justhtml import JustHTML

# A straight apostrophe between letters, or a blank that breaks before a double punctuation mark.
_STRAIGHT = re.compile(r"[A-Za-zÀ-ÿ]'[A-Za-zÀ-ÿ]")
_BREAKING = re.compile(r"(?<![ \n])[ \n][;:!?»](?!\w)|« ")

# What stands in a line of text, whatever the style sheet makes of it: browsers of text read none.
_INLINE = ["a", "abbr", "b", "button", "em", "i", "label", "small", "span", "strong", "time"]


def parse(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def check_page(html: str, where: str) -> None:
    """Complain, in words, about the first thing that is wrong with a whole page."""
    JustHTML(html, strict=True)
    page = parse(html)
    assert len(page.find_all("h1")) == 1, f"{where}: a page has one <h1>, not {len(page.find_all('h1'))}"
    title = page.title.get_text() if page.title else ""
    assert title.strip(), f"{where}: no title"
    assert not title.startswith(" –"), f"{where}: no title of its own, {title!r}"
    _check_fragment(page, where)


def check_fragment(html: str, where: str) -> None:
    """The same for a piece of a page: one root with an id, after an optional title."""
    page = parse(html)
    roots = [child for child in page.children if isinstance(child, Tag) and child.name != "title"]
    assert len(roots) == 1, f"{where}: a fragment has one root, not {[root.name for root in roots]}"
    assert roots[0].get("id"), f"{where}: a fragment's root carries the id that is its target"
    JustHTML(f"<!DOCTYPE html><html lang=fr><head><title>t</title></head><body>{roots[0]}</body></html>", strict=True)
    _check_fragment(page, where)


def _check_fragment(page: BeautifulSoup, where: str) -> None:
    ids = Counter(element["id"] for element in page.find_all(id=True))
    twice = [id_ for id_, count in ids.items() if count > 1]
    assert not twice, f"{where}: the same id twice: {twice}"
    for element in page.find_all(True):
        assert not element.has_attr("style"), f"{where}: inline style on <{element.name}>"
        assert not any(name.startswith(("on", "hx-on")) for name in element.attrs), f"{where}: inline script"
    for script in page.find_all("script"):
        assert script.get("src"), f"{where}: inline script"
    _check_forms(page, where)
    _check_htmx(page, where)
    _check_words(page, where)
    _check_typography(page, where)


def _check_forms(page: BeautifulSoup, where: str) -> None:
    labelled = {label.get("for") for label in page.find_all("label")}
    for field in page.find_all(["input", "select", "textarea"]):
        if field.get("type") not in ("hidden", "submit") and not field.get("aria-hidden"):
            named = field.get("id") in labelled or field.get("aria-label")
            assert named, f"{where}: the field {field.get('name')} has no label"
    for form in page.find_all("form"):
        assert form.get("action"), f"{where}: a form without an action does nothing without JavaScript"
        assert form.get("method") in ("get", "post"), f"{where}: a form says its method"
        if form["method"] == "post":
            assert form.find("input", {"name": "csrf_token"}), f"{where}: a form to post without its token"


def _check_htmx(page: BeautifulSoup, where: str) -> None:
    """Everything works without HTMX, and says where its answer goes."""
    for element in page.select("[hx-get], [hx-post]"):
        assert element.get("hx-target"), f"{where}: an hx- element names its target"
        if element.name == "a":
            assert element.get("href") == element.get("hx-get"), f"{where}: an hx-get stands on its own href"
        if element.name == "form":
            assert element.get("action") == (element.get("hx-get") or element.get("hx-post")), f"{where}: other action"


def _check_words(page: BeautifulSoup, where: str) -> None:
    """Without the style sheet, a word does not stick to the next one."""
    for element in page.find_all(_INLINE):
        for before, after in ((element.previous_sibling, element), (element, element.next_sibling)):
            last, first = _text_of(before)[-1:], _text_of(after)[:1]
            glued = last.isalnum() and first.isalnum()
            assert not glued, f"{where}: words stick together, {_text_of(before)!r} and {_text_of(after)!r}"


def _text_of(node: PageElement | None) -> str:
    if isinstance(node, Tag):
        return node.get_text() if node.name in _INLINE else ""
    return str(node) if type(node) is NavigableString else ""


def _check_typography(page: BeautifulSoup, where: str) -> None:
    for element in page.find_all(["code", "pre", "script", "style"]):
        element.extract()
    text = page.get_text()
    assert not (found := _STRAIGHT.search(text)), f"{where}: straight apostrophe in {_around(text, found)}"
    assert not (found := _BREAKING.search(text)), f"{where}: breaking space in {_around(text, found)}"


def _around(text: str, found: re.Match[str] | None) -> str:
    return repr(text[max(0, found.start() - 30) : found.end() + 30]) if found else ""
