"""Dates in any usual French spelling; impossible ones are refused in words."""

from datetime import date

import pytest
import time_machine
from flask import Flask
from werkzeug.datastructures import MultiDict

from app.forms.base import Form
from app.forms.dates import FrenchDateField, read_date


@pytest.mark.parametrize(
    "typed",
    [
        "27/03/2027", "27/3/27", "27-03-2027", "27.03.2027", "27 03 2027", "27032027", "270327", "2027-03-27",
        "27 mars 2027", "27 Mars 27", "27mars2027", "samedi 27 mars 2027", "27\u00a0mars\u00a02027",
    ],
)  # fmt: skip
def test_a_day_is_understood_however_it_is_written(typed: str) -> None:
    assert read_date(typed) == date(2027, 3, 27)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1er fév 2024", date(2024, 2, 1)),
        ("1 févr. 2024", date(2024, 2, 1)),
        ("29/02/2024", date(2024, 2, 29)),
        ("5 août 2026", date(2026, 8, 5)),
        ("5 aout 2026", date(2026, 8, 5)),
        ("1er\u00a0déc. 2026", date(2026, 12, 1)),
    ],
)
def test_months_are_known_by_their_first_letters(typed: str, day: date) -> None:
    assert read_date(typed) == day


@pytest.mark.parametrize(
    "typed",
    ["31/02/2027", "29/02/2027", "00/01/2027", "32/01/2027", "12/13/2027", "27/03", "demain", "27/03/20277",
     "1 ju 2027", "", "٢٧/٠٣/٢٠٢٧x", "27/03/2027 ou 28", "1/2/0000"],
)  # fmt: skip
def test_what_is_no_day_is_none(typed: str) -> None:
    assert read_date(typed) is None


@time_machine.travel("2027-01-19")
def test_a_year_of_two_digits_is_the_likely_one() -> None:
    assert read_date("1/2/24") == date(2024, 2, 1)
    assert read_date("1/2/37") == date(2037, 2, 1)
    assert read_date("1/2/38") == date(1938, 2, 1)
    assert read_date("1/2/68", in_the_past=True) == date(1968, 2, 1)
    assert read_date("1/2/05", in_the_past=True) == date(2005, 2, 1)
    assert read_date("1/2/30", in_the_past=True) == date(1930, 2, 1)


class Departure(Form):
    class Meta(Form.Meta):
        csrf = False

    left_on = FrenchDateField("Date de départ", empty="Saisissez la date de départ")
    other = FrenchDateField("Autre date")


def sent(app: Flask, **typed: str) -> Departure:
    with app.test_request_context(method="POST"):
        form = Departure(MultiDict(typed))
        form.validate()
        return form


def test_the_field_keeps_what_was_typed(app: Flask) -> None:
    form = sent(app, left_on="31/02/2027")
    assert form.left_on.errors == ["«\u00a031/02/2027\u00a0» n’existe pas. Saisissez une date comme 27/03/2027"]
    assert form.left_on._value() == "31/02/2027"


def test_the_field_gives_a_date(app: Flask) -> None:
    form = sent(app, left_on=" 27 mars 2027 ", other="")
    assert (form.left_on.data, form.other.data) == (date(2027, 3, 27), None)
    assert not form.errors


def test_an_empty_field_says_what_is_missing(app: Flask) -> None:
    assert sent(app, left_on="  ").left_on.errors == ["Saisissez la date de départ"]


def test_hidden_characters_are_not_shown_again(app: Flask) -> None:
    assert sent(app, left_on="27/03\x00/2027").left_on.data == date(2027, 3, 27)


def test_what_is_no_date_at_all_is_not_said_to_be_missing(app: Flask) -> None:
    assert sent(app, left_on="demain").left_on.errors[0].startswith("«\u00a0demain\u00a0» n’est pas une date.")
