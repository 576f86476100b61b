"""The association's tariff: what it may say, what is refused in words, and the fee it makes line by line."""

from typing import Any

import pytest

from app.models import FollowUp
from app.services.headcounts import Group, Headcount
from app.services.pricing import price
from app.services.tariff import TariffError, read

BRACKETS = [
    {"jusqu_a": 9, "taux_centimes": 9638},
    {"jusqu_a": 50, "taux_centimes": 10494},
    {"taux_centimes": 12208},
]


def people(count: int, follow_up: FollowUp = FollowUp.SI, *, apprentices: int = 0, short: int = 0) -> Headcount:
    return Headcount(
        (
            Group(follow_up, False, False, count),
            Group(follow_up, True, False, apprentices),
            Group(follow_up, False, True, short),
        )
    )


def lines(tariff: dict[str, Any], headcount: Headcount, payroll: int | None = None) -> list[tuple[str, int, int, int]]:
    amount = price(read(tariff), headcount, payroll)
    assert amount is not None
    return [(line.label, line.count, line.unit_cents, line.total_cents) for line in amount.lines]


@pytest.mark.parametrize(("heads", "cents"), [(1, 9638), (9, 9638), (10, 10494), (50, 10494), (51, 12208)])
def test_the_bracket_of_the_company_s_size_holds_for_everybody(heads: int, cents: int) -> None:
    assert lines({"tranches": BRACKETS}, people(heads)) == [("Salariés", heads, cents, heads * cents)]


def test_apprentices_have_their_own_rate_and_count_in_the_size() -> None:
    tariff = {"tranches": BRACKETS, "apprenti_centimes": 4712}
    assert lines(tariff, people(9, apprentices=2)) == [
        ("Salariés hors apprentis", 9, 10494, 94_446),
        ("Apprentis", 2, 4712, 9424),
    ]
    assert lines({"taux_centimes": 9800}, people(9, apprentices=2)) == [("Salariés", 11, 9800, 107_800)]


def test_each_follow_up_may_have_its_rate() -> None:
    tariff = {"par_suivi_centimes": {"SI": 9480, "SIA": 9480, "SIR": 16260}}
    headcount = Headcount((Group(FollowUp.SI, False, False, 3), Group(FollowUp.SIR, False, False, 1)))
    assert lines(tariff, headcount) == [
        ("Suivi simple (SI)", 3, 9480, 28_440),
        ("Suivi renforcé (SIR)", 1, 16_260, 16_260),
    ]


def test_short_contracts_are_shown_and_not_billed() -> None:
    amount = price(read({"taux_centimes": 9800, "cdd_jours_minimum": 60}), people(2, short=1))
    assert amount is not None
    assert amount.net == 19_600
    assert (amount.lines[-1].count, amount.lines[-1].total_cents) == (1, 0)
    assert "moins de 60 jours" in amount.lines[-1].why


def test_the_minimum_completes_a_small_fee_and_is_not_asked_of_nobody() -> None:
    tariff = {"taux_centimes": 9800, "minimum_centimes": 15_000}
    assert lines(tariff, people(1))[-1] == ("Complément jusqu’au minimum", 1, 5200, 5200)
    assert lines(tariff, people(2)) == [("Salariés", 2, 9800, 19_600)]
    assert lines(tariff, people(0)) == []


@pytest.mark.parametrize(("cents", "vat"), [(9800, 1960), (9638, 1928), (2, 0), (3, 1), (12, 2), (13, 3)])
def test_vat_is_rounded_half_up_to_the_cent(cents: int, vat: int) -> None:
    amount = price(read({"taux_centimes": cents}), people(1))
    assert amount is not None
    assert (amount.vat_cents, amount.gross) == (vat, cents + vat)


@pytest.mark.parametrize(("cents", "vat"), [(10, 1), (30, 2), (50, 3), (100, 6)])
def test_half_a_cent_goes_up(cents: int, vat: int) -> None:
    amount = price(read({"taux_centimes": cents, "tva_pour_cent": 5.5}), people(1))
    assert amount is not None
    assert amount.vat_cents == vat


def test_payroll_is_billed_by_its_share_up_to_the_ceiling_of_each_head() -> None:
    tariff = {"mode": "masse_salariale", "taux_pour_cent": 0.42, "plafond_par_salarie_centimes": 4_806_000}
    assert lines(tariff, people(3), 128_450) == [("0,42\u00a0% de la masse salariale", 1, 53_949, 53_949)]
    assert lines(tariff, people(2), 128_450)[0][3] == 40_370
    assert price(read(tariff), people(3), None) is None


@pytest.mark.parametrize(
    ("tariff", "said"),
    [
        ([], "objet JSON"),
        ({}, "indiquez une seule de ces clés"),
        ({"taux_centimes": 1, "tranches": BRACKETS}, "indiquez une seule de ces clés"),
        ({"taux_centimes": 98.5}, "nombre entier de centimes"),
        ({"taux_centimes": "9800"}, "nombre entier de centimes"),
        ({"taux_centimes": True}, "nombre entier de centimes"),
        ({"taux_centimes": None}, "nombre entier de centimes"),
        ({"taux_centimes": -1}, "nombre entier de centimes"),
        ({"taux_centimes": 1, "tva": 20}, "«\u00a0tva\u00a0» n’est pas connu"),
        ({"taux_centimes": 1, "tva_pour_cent": 120}, "pourcentage de 0 à 100"),
        ({"taux_centimes": 1, "cdd_jours_minimum": 0}, "1 ou plus"),
        ({"mode": "forfait", "taux_centimes": 1}, "par_salarie ou masse_salariale"),
        ({"mode": []}, "par_salarie ou masse_salariale"),
        ({"mode": "masse_salariale"}, "taux_pour_cent"),
        ({"mode": "masse_salariale", "taux_pour_cent": 1, "taux_centimes": 1}, "n’est pas connu dans ce mode"),
        ({"tranches": []}, "est une liste"),
        ({"tranches": [{"jusqu_a": 9, "taux_centimes": 1}]}, "seule la dernière tranche"),
        ({"tranches": [{"taux_centimes": 1}, {"taux_centimes": 1}]}, "seule la dernière tranche"),
        ({"tranches": [*BRACKETS[1::-1], BRACKETS[2]]}, "de la plus petite à la plus grande"),
        ({"tranches": [{"jusqu_a": 9}]}, "la tranche 1 prend"),
        ({"par_suivi_centimes": {"SI": 1, "SIR": 1}}, "un taux pour SI, un pour SIA et un pour SIR"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_tariff_that_makes_no_sense_is_refused_in_words(tariff: Any, said: str) -> None:
    with pytest.raises(TariffError, match=said):
        read(tariff)
