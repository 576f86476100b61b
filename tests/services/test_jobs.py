"""Long work: done once, one at a time, begun again when it was killed, given up when somebody says so."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.extensions import db
from app.models import Job, JobState, StaffRight, User
from app.services import jobs
from app.services.jobs import Outcome, Progress, Tell, Work
from tests.people import People
from tests.support.records import user_of

Run = Callable[[Job, Tell], Outcome]


def works(run: Run) -> dict[str, Work]:
    return {"test": Work("Un travail", StaffRight.MEMBERS, run)}


@pytest.fixture
def agent(context: Flask, people: People) -> User:
    return user_of(people.anouk)


def asked(agent: User) -> Job:
    job = jobs.ask("test", agent, letters=3)
    db.session.commit()
    return job


def test_what_was_asked_for_is_done_once(agent: User) -> None:
    asked(agent)
    assert jobs.is_waiting()
    done = []

    def run(job: Job, tell: Tell) -> Outcome:
        done.append(job.facts["letters"])
        tell("Courriers", 3, 3)
        return Outcome({"summary": "3 courriers"})

    assert jobs.run_waiting(works(run)) == 1
    assert jobs.run_waiting(works(run)) == 0
    [job] = jobs.latest("test")
    assert (done, job.state, job.result, jobs.progress(job)) == (
        [3],
        JobState.DONE,
        {"summary": "3 courriers"},
        Progress("Courriers", 3, 3),
    )
    assert not jobs.is_waiting()


def test_a_work_that_was_killed_is_begun_again(agent: User) -> None:
    asked(agent)

    def killed(_job: Job, _tell: Tell) -> Outcome:
        raise jobs.Stopped

    with pytest.raises(jobs.Stopped):
        jobs.run_waiting(works(killed))
    db.session.rollback()
    assert jobs.run_waiting(works(lambda _job, _tell: Outcome())) == 1
    assert (jobs.latest("test")[0].state, jobs.latest("test")[0].attempts) == (JobState.DONE, 2)


def test_a_work_that_dies_each_time_is_given_up(agent: User) -> None:
    job = asked(agent)
    job.attempts = jobs.ATTEMPTS
    db.session.commit()
    assert jobs.run_waiting(works(lambda _job, _tell: Outcome())) == 0
    assert jobs.latest("test")[0].state is JobState.FAILED


def test_what_cannot_be_done_says_why(agent: User) -> None:
    asked(agent)

    def refusing(_job: Job, _tell: Tell) -> Outcome:
        raise jobs.Refused("Le fichier est vide")

    jobs.run_waiting(works(refusing))
    assert jobs.latest("test")[0].result == {"refusal": "Le fichier est vide"}


def test_a_work_that_is_given_up_stops_where_it_is(agent: User) -> None:
    asked(agent)

    def run(job: Job, tell: Tell) -> Outcome:
        jobs.cancel(agent, job)
        db.session.commit()
        tell("Courriers", 3, 3)
        pytest.fail("the work went on")

    jobs.run_waiting(works(run))
    assert jobs.latest("test")[0].state is JobState.CANCELLED


def test_two_processes_never_work_at_once(agent: User) -> None:
    asked(agent)
    with jobs._alone() as alone:
        assert alone
        assert jobs.run_waiting(works(lambda _job, _tell: Outcome())) == 0
