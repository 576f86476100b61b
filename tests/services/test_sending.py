"""A send happens once and has a number of its own."""

from io import BytesIO

import pytest
from flask import Flask

from app.database import writing
from app.extensions import db
from app.services import files, numbering, sent_forms
from tests.people import People
from tests.support.records import user_of
from tests.support.threads import at_once

KEY = "0" * 32


def test_numbers_follow_each_other_in_their_series_and_year(app: Flask) -> None:
    with app.app_context():
        drawn = [numbering.draw(*series) for series in (("RV", 2027), ("RV", 2027), ("DE", 2027), ("RV", 2028))]
    assert drawn == [1, 2, 1, 1]


def test_two_at_once_never_draw_the_same_number(app: Flask) -> None:
    def draw() -> int:
        with writing():
            number = numbering.draw("RV", 2027)
            db.session.commit()
        return number

    assert sorted(at_once(app, *[draw] * 6)) == [1, 2, 3, 4, 5, 6]


def test_a_form_is_sent_once_and_leads_to_the_same_page(app: Flask, people: People) -> None:
    email = people.yann
    with app.app_context():
        user = user_of(email)
        assert sent_forms.is_first(KEY, user)
        sent_forms.leads_to(KEY, "/e/x/")
        db.session.commit()
        assert not sent_forms.is_first(KEY, user)
        assert sent_forms.led_to(KEY, user) == "/e/x/"
        assert sent_forms.led_to(KEY, None) is None


def test_a_send_that_failed_may_be_sent_again(app: Flask) -> None:
    with app.app_context():
        assert sent_forms.is_first(KEY, None)
        db.session.rollback()
        assert sent_forms.is_first(KEY, None)


def test_a_file_is_kept_whole_under_a_name_that_says_nothing(app: Flask) -> None:
    with app.app_context():
        kept = files.keep(BytesIO(b"%PDF-1.7 whole"))
        assert kept.size == 14
        assert files.path(kept.key).read_bytes() == b"%PDF-1.7 whole"
        files.forget(kept.key)
        files.forget(kept.key)
        assert not files.path(kept.key).exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>", b"%PD"])
def test_what_is_not_a_pdf_is_refused(app: Flask, content: bytes) -> None:
    with app.app_context(), pytest.raises(files.WrongKind):
        files.keep(BytesIO(content))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.4", "pdf"),
        (b"\xef\xbb\xbf%PDF-1.4", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
    ],
)
def test_a_file_is_known_by_what_it_begins_with(content: bytes, kind: str) -> None:
    assert files.kind_of(BytesIO(content)) == kind
