"""The risks of an employee, whoever wrote them."""

import pytest

from app.services import risks
from app.services.demo import trades


@pytest.mark.parametrize(
    ("text", "codes", "others"),
    [
        (None, set(), ()),
        ("", set(), ()),
        (" , ,", set(), ()),
        ("amiante", {"amiante"}, ()),
        ("Montage d'echafaudages, AMIANTE", {"echafaudages", "amiante"}, ()),
        ("CMR (poussières de bois)", {"cmr"}, ()),
        ("agents biologiques du groupe 2, travail de nuit", {"biologiques-2", "nuit"}, ()),
        ("agents biologiques des groupes 3 et 4", {"biologiques-3-4"}, ()),
        ("bruit, froid, bruit", set(), ("bruit", "froid")),
        ("manutention", set(), ("manutention",)),
        ("nuitées", set(), ("nuitées",)),
        ("CACES 3", {"conduite"}, ()),
    ],
)
def test_risks_are_recognised_as_files_write_them(text: str | None, codes: set[str], others: tuple[str, ...]) -> None:
    read = risks.read(text)
    assert (read.codes, read.others) == (codes, others)


@pytest.mark.parametrize(
    "told",
    [
        "Travailleur handicapé", "RQTH", "pension d’invalidité", "femme enceinte", "Grossesse", "mère allaitante",
        "vient d’accoucher", "salariée en situation de handicap",
    ],
)  # fmt: skip
def test_what_an_employee_told_of_themselves_is_no_risk_of_a_post(told: str) -> None:
    assert risks.personal(f"bruit, {told}") == [told]
    assert risks.impersonal(f"travail de nuit, {told}, bruit") == "travail de nuit, bruit"
    assert risks.impersonal(told) is None


@pytest.mark.parametrize("risk", ["soins aux personnes handicapées", "bruit en salle d’accouchement", "", None])
def test_work_with_people_in_such_a_situation_is_one(risk: str | None) -> None:
    assert risks.personal(risk) == []
    assert risks.impersonal(risk) == risk


@pytest.mark.parametrize(
    ("codes", "others", "before", "text"),
    [
        ((), "", None, ""),
        (("nuit", "amiante"), "", None, "amiante, travail de nuit"),
        (("cmr",), "bruit", "CMR (styrène), froid", "CMR (styrène), bruit"),
        ((), "cmr (solvants)", "CMR (styrène)", "cmr (solvants)"),
        (("amiante",), "Amiante, bruit", None, "Amiante, bruit"),
    ],
)
def test_risks_are_written_once_with_what_was_known(
    codes: tuple[str, ...], others: str, before: str | None, text: str
) -> None:
    assert risks.write(codes, others, before) == text


def test_the_follow_up_of_the_demo_jobs_is_what_the_law_says_of_their_risks() -> None:
    from datetime import date

    from app.law.follow_up import Situation, decide

    jobs = [job for job in vars(trades).values() if isinstance(job, trades.Job)]
    assert len(jobs) > 20
    for job in jobs:
        decision = decide(Situation(risks.read(job.risks).codes), date(2027, 1, 19))
        assert decision.follow_up.value == job.follow_up, job
