"""The association's tariff: what it may say, what is refused in words, and the fee it makes line by line."""

from typing import Any

import pytest

from app.models import FollowUp
from app.services.headcounts import Group, Headcount
from app.services.pricing import Amount, in_words, price
from app.services.tariff_reading import TariffError, read

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


def asked(tariff: dict[str, Any], headcount: Headcount, *, joins: bool = False) -> Amount:
    amount = price(read({"taux_centimes": 9800, **tariff}), headcount, joins=joins)
    assert amount is not None
    return amount


@pytest.mark.parametrize(
    ("fee", "heads", "line"),
    [
        ({"forfait_centimes": 7500}, 12, (1, 7500, 7500)),
        ({"par_salarie_centimes": 2000}, 12, (12, 2000, 24_000)),
        ({"par_salarie_centimes": 2000, "salaries_maximum": 30}, 30, (30, 2000, 60_000)),
        ({"par_salarie_centimes": 2000, "salaries_maximum": 30}, 31, (30, 2000, 60_000)),
    ],
)
def test_a_company_that_joins_pays_its_fee_once(fee: dict[str, int], heads: int, line: tuple[int, int, int]) -> None:
    amount = asked({"adhesion": fee}, people(heads), joins=True)
    last = amount.lines[-1]
    assert (last.label, last.count, last.unit_cents, last.total_cents) == ("Frais d’adhésion", *line)
    assert (amount.joining, amount.net) == (line[2], heads * 9800 + line[2])
    assert ("30\u00a0salariés au plus" in last.why) is ("salaries_maximum" in fee)
    assert asked({"adhesion": fee}, people(heads)).net == heads * 9800


def test_the_fee_of_who_joins_neither_counts_in_the_minimum_nor_is_asked_of_nobody() -> None:
    fee = {"minimum_centimes": 15_000, "adhesion": {"forfait_centimes": 7500}}
    assert asked(fee, people(1), joins=True).net == 22_500
    assert asked(fee, people(0), joins=True).net == 0
    assert asked({"adhesion": {"par_salarie_centimes": 2000}}, people(1, short=4), joins=True).joining == 2000


BY_SIZE = [{"jusqu_a": 20, "nombre": 1}, {"jusqu_a": 50, "nombre": 2}, {"nombre": 4}]


@pytest.mark.parametrize(("heads", "number"), [(1, 1), (20, 1), (21, 2), (50, 2), (51, 4), (3000, 4)])
def test_larger_companies_pay_in_more_invoices(heads: int, number: int) -> None:
    assert len(asked({"factures": BY_SIZE}, people(heads)).instalments) == number


@pytest.mark.parametrize("heads", range(51, 60))
def test_instalments_are_equal_and_make_the_exact_sum(heads: int) -> None:
    amount = asked({"taux_centimes": 9637, "factures": [{"nombre": 7}]}, people(heads))
    assert sum(amount.instalments) == amount.gross
    assert max(amount.instalments) - min(amount.instalments) <= 1


def test_instalments_are_told_in_words() -> None:
    assert in_words([]) == ""
    assert in_words([12_000]) == "Une seule facture"
    assert in_words([12_000, 12_000]).replace("\u00a0", " ") == "2 factures de 120,00 € TTC"
    assert in_words([10_001, 10_000, 10_000]).replace("\u00a0", " ") == (
        "3 factures : 1 de 100,01 €, puis 2 de 100,00 € TTC"
    )
    assert asked({}, people(60)).schedule == ""
    assert asked({"factures": BY_SIZE}, people(0)).schedule == ""


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
        ({"taux_centimes": 1, "adhesion": 75}, "prend «\u00a0forfait_centimes\u00a0» seul"),
        ({"taux_centimes": 1, "adhesion": {"forfait_centimes": 1, "salaries_maximum": 9}}, "seul, ou"),
        ({"taux_centimes": 1, "adhesion": {"salaries_maximum": 9}}, "seul, ou"),
        ({"taux_centimes": 1, "adhesion": {"forfait_centimes": -1}}, "nombre entier de centimes"),
        ({"taux_centimes": 1, "adhesion": {"par_salarie_centimes": 1, "salaries_maximum": 0}}, "1 ou plus"),
        ({"taux_centimes": 1, "factures": 4}, "est une liste"),
        ({"taux_centimes": 1, "factures": [{"nombre": 13}]}, "12 factures par an au plus"),
        ({"taux_centimes": 1, "factures": [{"nombre": 0}]}, "1 ou plus"),
        ({"taux_centimes": 1, "factures": [{"jusqu_a": 20, "nombre": 1}]}, "seule la dernière tranche de"),
        ({"taux_centimes": 1, "factures": [{"jusqu_a": 20}]}, "la tranche 1 de «\u00a0factures\u00a0» prend"),
        ({"taux_centimes": 1, "embauches": "jamais"}, "prend «\u00a0regle\u00a0»"),
        ({"taux_centimes": 1, "embauches": {"regle": "parfois"}}, "vaut jamais, ajout, visite, contrat"),
        ({"taux_centimes": 1, "embauches": {"regle": []}}, "vaut jamais, ajout, visite, contrat"),
        ({"taux_centimes": 1, "embauches": {"regle": "contrat"}}, "va avec la seule règle"),
        ({"taux_centimes": 1, "embauches": {"regle": "ajout", "jours": 31}}, "va avec la seule règle"),
        ({"taux_centimes": 1, "embauches": {"regle": "jamais", "taux_centimes": 1}}, "il n’y a pas de"),
        ({"mode": "masse_salariale", "taux_pour_cent": 1, "embauches": {"regle": "ajout"}}, "taux par salarié"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_tariff_that_makes_no_sense_is_refused_in_words(tariff: Any, said: str) -> None:
    with pytest.raises(TariffError, match=said):
        read(tariff)
