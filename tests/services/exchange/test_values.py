"""What a cell may say, what is repaired, what is refused and why."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest

from app.models import Role
from app.services.exchange import values
from app.services.exchange.values import Refused


def reason(read: Callable[[str], Any], raw: str) -> str:
    with pytest.raises(Refused) as refusal:
        read(raw)
    return str(refusal.value)


@pytest.mark.parametrize("raw", ["2027-01-19", "19/01/2027", "2027-1-19"])
def test_days_are_read_in_both_ways_of_writing_them(raw: str) -> None:
    assert values.day(raw) == date(2027, 1, 19)


@pytest.mark.parametrize("raw", ["29/02/2027", "2027-13-01", "31/04/2026", "00/01/2026"])
def test_impossible_days_are_refused(raw: str) -> None:
    assert reason(values.day, raw) == values.NO_SUCH_DAY


@pytest.mark.parametrize("raw", ["19/01/27", "45310", "hier", "19-01-2027", "2027-01-19 00:00", "١٩/٠١/٢٠٢٧"])
def test_other_ways_to_write_days_are_refused(raw: str) -> None:
    assert reason(values.day, raw) == values.DAY_FORMAT


def test_years_of_typing_errors_are_refused() -> None:
    assert reason(values.day, "19/01/0207") == values.YEAR_RANGE


@pytest.mark.parametrize(
    "raw", ["73282932000074", "732 829 320 00074", "732.829.320.00074", "732\u00a0829\u202f320 00074"]
)
def test_siret_is_read_with_or_without_blanks(raw: str) -> None:
    assert values.siret(raw) == "73282932000074"


def test_siret_gets_back_the_zero_that_a_spreadsheet_ate() -> None:
    assert values.siret("1234567400019") == "01234567400019"


def test_siret_of_13_digits_that_no_zero_repairs_is_refused() -> None:
    assert reason(values.siret, "7328293200007") == values.SIRET_13


def test_siret_with_a_wrong_key_is_refused() -> None:
    assert reason(values.siret, "73282932000075") == values.SIRET_KEY


@pytest.mark.parametrize("raw", ["7328293200", "732829320000741", "7328293200007A", "²²²²²²²²²²²²²²"])
def test_siret_has_14_digits(raw: str) -> None:
    assert reason(values.siret, raw) == values.SIRET_DIGITS


@pytest.mark.parametrize("raw", ["8,03E+13", "7.3282932E+13", "8E13"])
def test_siret_lost_in_a_spreadsheet_is_explained(raw: str) -> None:
    assert "tableur" in reason(values.siret, raw)


def test_keys_lost_in_a_spreadsheet_are_explained() -> None:
    assert "tableur" in reason(values.member_code, "2,2E+05")
    assert "tableur" in reason(values.identifier(40), "1,2E+08")


def test_keys_that_only_look_scientific_are_kept() -> None:
    assert values.identifier(40)("12E5") == "12E5"


@pytest.mark.parametrize("raw", ["22 0417", "22-0417", " 220417 ", "22\u00a00417"])
def test_member_codes_are_kept_in_one_piece(raw: str) -> None:
    assert values.member_code(raw) == "220417"


@pytest.mark.parametrize("raw", ["---", "1" * 21])
def test_member_codes_have_a_length(raw: str) -> None:
    assert reason(values.member_code, raw) == values.MEMBER_CODE_FORMAT


def test_naf_is_read_with_or_without_its_dot() -> None:
    assert values.naf("10.71c") == values.naf("1071C") == "1071C"
    assert reason(values.naf, "107C") == values.NAF_FORMAT


def test_pcs_has_a_small_letter() -> None:
    assert values.pcs("561B") == "561b"
    assert reason(values.pcs, "561") == values.PCS_FORMAT


def test_addresses_lose_their_capitals() -> None:
    assert values.email("Yann.LeGall@Example.ORG") == "yann.legall@example.org"


@pytest.mark.parametrize("raw", ["yann", "yann@", "a@b@example.org", "yann legall@example.org", "=HYPERLINK(1)@x"])
def test_malformed_addresses_are_refused(raw: str) -> None:
    assert reason(values.email, raw) == values.EMAIL_FORMAT


@pytest.mark.parametrize("raw", ["02 96 33 10 00", "0296331000", "+33 2 96 33 10 00", "02.96.33.10.00", "296331000"])
def test_phones_are_read_however_they_are_written(raw: str) -> None:
    assert values.phone(raw) == "0296331000"


def test_phones_of_other_countries_keep_their_prefix() -> None:
    assert values.phone("+32 2 555 12 34") == "+3225551234"


@pytest.mark.parametrize("raw", ["12", "02 96", "néant", "02 96 33 10 00 / 06 39 98 00 00"])
def test_what_is_no_phone_is_refused(raw: str) -> None:
    assert reason(values.phone, raw) == values.PHONE_FORMAT


def test_mobiles_are_mobiles() -> None:
    assert values.mobile("06 39 98 04 17") == "0639980417"
    assert reason(values.mobile, "02 96 33 10 00") == values.MOBILE_FORMAT


def test_postcodes_get_back_the_zero_that_a_spreadsheet_ate() -> None:
    assert values.postcode("1000") == "01000"
    assert values.postcode("22 000") == "22000"
    assert reason(values.postcode, "220") == values.POSTCODE_FORMAT


def test_closed_lists_say_what_is_possible() -> None:
    role = values.one_of({kind.value: kind for kind in Role})
    assert role("Responsable") is Role.MANAGER
    assert reason(role, "chef") == "valeurs possibles\u00a0: responsable, utilisateur, tiers"


def test_lists_are_tidied() -> None:
    assert values.listed(400)("bruit , bruit,, travail de nuit") == "bruit, travail de nuit"


def test_texts_hold_on_one_line_and_have_a_length() -> None:
    assert values.text(20)("  LE\nGŒUFF\u00a0 & Cie\u200b ") == "LE GŒUFF & Cie"
    assert reason(values.text(160), "x" * 10_000) == "160 caractères au maximum"
    assert reason(values.text(160), "LE\x07GALL") == values.UNREADABLE


def test_accents_written_in_two_characters_become_one() -> None:
    assert values.text(20)("E\u0301lise") == "Élise"


@pytest.mark.parametrize("raw", ["09:30", "9:30", "9h30", "09 h 30", "09:30:00", "9H30"])
def test_hours_are_read_however_they_are_written(raw: str) -> None:
    assert values.hour(raw) == time(9, 30)


def test_whole_hours_need_no_minutes() -> None:
    assert values.hour("14h") == time(14)


@pytest.mark.parametrize("raw", ["25:00", "09:60", "0930", "matin", "9"])
def test_what_is_no_hour_is_refused(raw: str) -> None:
    assert reason(values.hour, raw) == values.HOUR_FORMAT


@pytest.mark.parametrize(
    ("raw", "cents"),
    [("1250", 125_000), ("1 250,5", 125_050), ("1\u00a0250.05 €", 125_005), ("-12,00", -1200), ("−12,00", -1200)],
)
def test_amounts_are_read_with_a_comma_or_a_point(raw: str, cents: int) -> None:
    assert values.cents(raw) == cents


@pytest.mark.parametrize("raw", ["1.250,00", "12,345", "1250,", "1e3", "gratuit", "999999999"])
def test_what_is_no_amount_is_refused(raw: str) -> None:
    assert reason(values.cents, raw) == values.AMOUNT_FORMAT


@pytest.mark.parametrize("raw", ["-1", "4,5", "1001", "²", "9" * 5000])
def test_whole_numbers_have_bounds(raw: str) -> None:
    assert "de 0 à 1000" in reason(values.whole(0, 1000), raw)
