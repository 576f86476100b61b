"""The long work of imports: exact before, resumable after a kill, and nothing of it stays longer than it must."""

import os
import signal
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from flask import Flask

from app.clock import now
from app.extensions import db
from app.models import Company, Employee, ImportRun, ImportState, JobState
from app.services import declarant_numbers, jobs
from app.services.exchange import importing
from app.services.exchange.plan import Plan
from app.services.staff import arrivals, imports
from app.services.works import WORKS
from app.tenancy import all_companies
from tests.people import People
from tests.services.exchange.support import COMPANIES, EMPLOYEES, company, count
from tests.support.records import user_of


@pytest.fixture
def anouk(context: Flask, people: People) -> str:
    return people.anouk


def received(email: str, **texts: str) -> ImportRun:
    agent = user_of(email)
    run = imports.receive(agent, [(f"{name}.csv", BytesIO(text.encode())) for name, text in texts.items()])
    db.session.commit()
    return run


def asked(email: str, **texts: str) -> ImportRun:
    """Tried, and asked for."""
    run = received(email, **texts)
    imports.ask_trial(user_of(email), run)
    db.session.commit()
    assert jobs.run_waiting(WORKS) == 1
    imports.ask_apply(user_of(email), run, strict=False, invite=False, notify=False)
    db.session.commit()
    return run


def applied(email: str, **texts: str) -> ImportRun:
    return done(asked(email, **texts).public_id)


def done(public_id: str) -> ImportRun:
    """The import, once the work asked for is done."""
    assert jobs.run_waiting(WORKS) == 1
    run = imports.find(public_id)
    assert run
    return run


def association(companies: int, bad: int = 0) -> dict[str, str]:
    numbers = range(1, companies + 1)
    wrong = "".join(f"{number};R{number};;;;;;XX;\n" for number in range(1, bad + 1))
    return {
        "adherents": COMPANIES + "".join(f"{number};ENTREPRISE {number};;;;;;;\n" for number in numbers),
        "salaries": EMPLOYEES + "".join(f"{number};S{number};DURAND;;Élise;;;SI;\n" for number in numbers) + wrong,
    }


def killed_at(batch: int, do: Callable[[], object]) -> None:
    """Do it in a process of its own, killed while it writes that batch."""
    db.session.remove()
    db.engine.dispose()
    pid = os.fork()
    if pid == 0:
        write, batches = importing._write_batch, iter(range(1, batch + 1))

        def fatal(*given: object) -> Plan:
            if next(batches) == batch:
                os.kill(os.getpid(), signal.SIGKILL)
            return write(*given)  # type: ignore[arg-type]

        importing._write_batch = fatal  # type: ignore[assignment]
        do()
        os._exit(1)
    assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL


def test_an_import_killed_half_way_goes_on_and_doubles_nothing(anouk: str) -> None:
    public_id = asked(anouk, **association(1_000)).public_id
    killed_at(3, lambda: jobs.run_waiting(WORKS))
    assert (count(Company), count(Employee)) == (500, 0)
    run = done(public_id)
    assert (count(Company), count(Employee)) == (1_000, 1_000)
    assert run.state is ImportState.APPLIED
    assert run.outcome["again"]
    assert run.outcome["counts"]["adherents.csv"] == {"created": 500, "updated": 0, "unchanged": 500, "skipped": 0}


def test_each_number_handed_over_opens_its_company(anouk: str) -> None:
    """What was told before the kill and never committed opens nothing, and is not told."""
    public_id = asked(anouk, adherents=association(1_000)["adherents"]).public_id
    killed_at(3, lambda: jobs.run_waiting(WORKS))
    run = done(public_id)
    told = imports.hand_over_numbers(user_of(anouk), run).splitlines()[1:]
    numbers = {line.split(";")[0]: line.split(";")[2] for line in told}
    assert len(told) == len(numbers) == 1_000
    assert all(declarant_numbers.is_assigned(company(code), numbers[code]) for code in ("1", "600", "1000"))


def test_good_lines_go_in_and_bad_ones_come_back(anouk: str) -> None:
    run = applied(anouk, **association(2_000, bad=300))
    assert count(Employee) == 2_000
    assert run.outcome["counts"]["salaries.csv"]["skipped"] == 300
    refused = imports.report(run, imports.PROBLEMS).read_text(encoding="utf-8-sig").splitlines()
    assert {line.split(";")[1] for line in refused[1:]} == {str(number) for number in range(2_002, 2_302)}


def test_a_trial_says_exactly_what_the_import_then_does(anouk: str) -> None:
    folder = association(300, bad=3)
    first = applied(anouk, **folder)
    assert first.trial["counts"] == first.outcome["counts"]
    folder["adherents"] = folder["adherents"].replace("ENTREPRISE 7;", "ENTREPRISE SEPT;")
    again = applied(anouk, **folder)
    assert again.trial["counts"]["adherents.csv"] == {"created": 0, "updated": 1, "unchanged": 299, "skipped": 0}
    assert again.trial["counts"] == again.outcome["counts"]


def test_a_trial_that_is_given_up_may_be_begun_again(anouk: str) -> None:
    run = received(anouk, **association(10))
    job = imports.ask_trial(user_of(anouk), run)
    jobs.cancel(user_of(anouk), job)
    db.session.commit()
    imports.ask_trial(user_of(anouk), run)
    db.session.commit()
    assert jobs.run_waiting(WORKS) == 1
    assert run.trial["counts"]["adherents.csv"]["created"] == 10


def test_two_imports_wait_for_each_other(anouk: str) -> None:
    asked(anouk, **association(10))
    second = received(anouk, adherents=COMPANIES + "11;ENTREPRISE 11;;;;;;;\n")
    imports.ask_trial(user_of(anouk), second)
    db.session.commit()
    assert jobs.run_waiting(WORKS) == 2
    assert count(Company) == 10


def test_an_import_under_way_is_not_asked_for_twice(anouk: str) -> None:
    run = asked(anouk, **association(10))
    for act in (
        lambda: imports.abandon(user_of(anouk), run),
        lambda: imports.ask_trial(user_of(anouk), run),
        lambda: imports.choose(user_of(anouk), run, {}),
    ):
        with pytest.raises(imports.Conflict):
            act()


def test_nothing_is_applied_untried(anouk: str) -> None:
    run = received(anouk, **association(10))
    with pytest.raises(imports.Conflict):
        imports.ask_apply(user_of(anouk), run, strict=False, invite=False, notify=False)


def test_files_that_are_gone_are_not_imported(anouk: str) -> None:
    public_id = asked(anouk, **association(10)).public_id
    arrivals.clear(public_id)
    job = imports.work_of(done(public_id))
    assert (job.state, job.result["refusal"].startswith("Les fichiers de cet import")) == (JobState.FAILED, True)


def test_after_seven_days_nothing_is_left_but_that_it_was(anouk: str) -> None:
    over = applied(anouk, **association(10))
    forgotten = received(anouk, **association(10))
    arrivals.place("leftover00").mkdir(parents=True)
    with time_machine.travel(now() + timedelta(days=6)):
        assert imports.purge() == 0
    with time_machine.travel(now() + timedelta(days=8)):
        assert imports.purge() == 2
    db.session.commit()
    assert not list(arrivals.place("").iterdir())
    assert (over.state, forgotten.state) == (ImportState.APPLIED, ImportState.ABANDONED)
    assert not imports.has_numbers(over)
    with time_machine.travel(now() + timedelta(days=400)):
        imports.purge()
    db.session.commit()
    assert count(ImportRun) == 0
    with all_companies("what was imported stays"):
        assert count(Company) == 10
