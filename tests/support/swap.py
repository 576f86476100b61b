"""What HTMX does to a page, done to its text: a fragment swapped in must leave the page that a reload would give."""

import re

from bs4 import BeautifulSoup, Tag

from tests.support.browser import Browser
from tests.support.page import parse


def swapped(page: BeautifulSoup, answer: str, selector: str) -> BeautifulSoup:
    """The page after its piece `selector` was replaced (hx-swap="outerHTML") and its title taken from the answer."""
    after, fragment = parse(str(page)), parse(answer)
    title = fragment.find("title")
    if isinstance(title, Tag):
        title.extract()
        assert after.title is not None
        after.title.replace_with(title)
    target = after.select_one(selector)
    root = next(child for child in fragment.children if isinstance(child, Tag))
    assert target is not None, f"the page has no {selector}"
    assert f"#{root.get('id')}" == selector, f"the fragment’s root is #{root.get('id')}, not {selector}"
    target.replace_with(root)
    return after


def assert_swap_equals_page(browser: Browser, before: str, asked: str) -> None:
    """Asked as HTMX does from the page `before`, `asked` gives what a visit to `asked` gives, in the places that move.

    The form that asked keeps what was typed in it, as a browser does: its own inputs are not compared.
    """
    page = parse(str(browser.get(before)))
    target = _target_of(page)
    answer = browser.client.get(asked, headers={"HX-Request": "true"}).get_data(as_text=True)
    expected = browser.get(asked)
    assert comparable(swapped(page, answer, target)) == comparable(expected)


def comparable(page: BeautifulSoup) -> str:
    copy = parse(str(page))
    for element in copy.select("form.filters, .struct, .full-page, footer"):
        element.extract()
    text = re.sub(r'name="(csrf_token|compte)"[^>]*', "", str(copy))
    return re.sub(r"\s+", " ", text)


def _target_of(page: BeautifulSoup) -> str:
    form = page.select_one("form.filters[hx-target]")
    assert form is not None, "no form that asks by HTMX"
    return str(form["hx-target"])
