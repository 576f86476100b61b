"""Letters by the thousand: what counts is always what is on paper, whatever happens on the way."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.clock import today
from app.extensions import db
from app.models import JobState, User
from app.services import files, jobs, works
from app.services.staff import letter_choice, letter_text, letters
from app.services.staff.letter_choice import Which
from app.tenancy import all_companies
from tests.people import NUMBER, People
from tests.support.identifiers import OLD, file_of, is_right, letters_in, placed, printed
from tests.support.records import company_of, journal, user_of

Printer = Callable[[Any], bytes]


@pytest.fixture
def agent(app: Flask, people: People) -> Iterator[User]:
    email = people.anouk
    with app.app_context():
        user = user_of(email)
        db.session.rollback()
        yield user


@pytest.fixture
def three(people: People) -> list[str]:
    """Three members, in the order of their postcodes, and not in that of their names."""
    return [
        placed(people, "CREPERIE", "220003", "22000"),
        placed(people, "BOUCHERIE", "220002", "22100"),
        placed(people, "ATELIER", "220001", "22200"),
    ]


@pytest.fixture
def one_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "PER_PART", 1)


def asked(agent: User, which: Which = Which.EVERYBODY) -> str:
    """Ask for letters, and leave the database to others; returns the name of the work."""
    job = letters.ask(agent, which).public_id
    db.session.commit()
    return job


def state_of(job: str) -> JobState:
    found = jobs.find(job)
    assert found
    state = found.state
    db.session.rollback()
    return state


def give_up(agent: User, job: str) -> None:
    found = jobs.find(job)
    assert found
    assert jobs.cancel(agent, found)
    db.session.commit()


def folder_of(app: Flask, job: str) -> Path:
    return Path(app.instance_path) / "letters" / job


def test_each_letter_has_the_number_of_its_company(app: Flask, agent: User, three: list[str]) -> None:
    asked(agent)
    found = printed(app)
    assert [one.code for one in found] == ["220003", "220002", "220001"]
    assert "ATELIER\n3 rue du Port\n22200 SAINT-BRIEUC" in found[2].text
    assert len({one.number for one in found}) == 3
    for company, one in zip(three, found, strict=True):
        assert is_right(app, company, one.number)
        assert not is_right(app, company, OLD)
    assert journal(app).count("declarant_number.replaced") == 3


def test_nothing_of_the_numbers_is_left_but_the_file(app: Flask, agent: User, three: list[str]) -> None:
    job = asked(agent)
    numbers = [one.number.encode() for one in printed(app)]
    assert not folder_of(app, job).exists()
    found = jobs.find(job)
    assert found
    assert found.file_key
    place = files.path(found.file_key)
    assert place.stat().st_mode & 0o077 == 0
    kept = [path for path in Path(app.instance_path).rglob("*") if path.is_file() and path != place]
    assert not [path for path in kept for number in numbers if number in path.read_bytes()]


@pytest.mark.parametrize(("which", "codes"), [(Which.WITHOUT, ["220011"]), (Which.WEAK, ["220012"])])
def test_letters_go_to_whom_was_chosen(app: Flask, people: People, agent: User, which: Which, codes: list[str]) -> None:
    without = placed(people, "SANS", "220011")
    with all_companies("test"):
        company_of(without).declarant_digest = None
        db.session.commit()
    with_everything = placed(people, "FORTE", "220013", number=NUMBER)
    placed(people, "FAIBLE", "220012")
    placed(people, "PARTIE", "220014", left_on=today())
    placed(people, "SANS ADRESSE", "220015", address=" ")
    asked(agent, which)
    assert [one.code for one in printed(app)] == codes
    assert is_right(app, with_everything, NUMBER)


def test_choices_are_counted_beforehand(people: People, agent: User, three: list[str]) -> None:
    placed(people, "SANS VILLE", "220015", city="")
    placed(people, "PARTIE", "220014", left_on=today() - timedelta(days=1))
    counts = letter_choice.counts()
    assert counts[Which.EVERYBODY] == letter_choice.Count(letters=3, replaced=3, incomplete=1)
    assert counts[Which.WITHOUT] == letter_choice.Count(0, 0, 0)


def test_killed_it_goes_on_from_the_last_part(
    app: Flask, agent: User, three: list[str], one_a_part: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(agent)
    prints = counted(monkeypatch, dies_at=2)
    with pytest.raises(jobs.Stopped):
        jobs.run_waiting(works.WORKS)
    db.session.rollback()
    assert all(is_right(app, company, OLD) for company in three)
    found = printed(app)
    assert len(prints) == 4
    assert [is_right(app, company, one.number) for company, one in zip(three, found, strict=True)] == [True] * 3


def test_a_part_without_its_digests_is_printed_again(
    app: Flask, agent: User, three: list[str], one_a_part: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked(agent)
    counted(monkeypatch, dies_at=3)
    with pytest.raises(jobs.Stopped):
        jobs.run_waiting(works.WORKS)
    db.session.rollback()
    folder = folder_of(app, job)
    (folder / "00001.json").unlink()
    (folder / "00000.pdf").unlink()
    found = printed(app)
    assert [is_right(app, company, one.number) for company, one in zip(three, found, strict=True)] == [True] * 3


def test_given_up_at_the_last_moment_nothing_has_changed(
    app: Flask, agent: User, three: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked(agent)
    join = letters.joining.join

    def cancelled_meanwhile(*arguments: Any, **options: Any) -> int:
        give_up(agent, job)
        return join(*arguments, **options)

    monkeypatch.setattr(letters.joining, "join", cancelled_meanwhile)
    jobs.run_waiting(works.WORKS)
    assert state_of(job) is JobState.CANCELLED
    assert all(is_right(app, company, OLD) for company in three)
    assert not [path for path in (Path(app.instance_path) / "files").rglob("*") if path.is_file()]
    assert "declarant_number.replaced" not in journal(app)


def test_a_press_that_fails_leaves_nothing_behind(
    app: Flask, agent: User, three: list[str], one_a_part: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked(agent)
    counted(monkeypatch, dies_at=2, of=OSError("disk full"))
    with pytest.raises(OSError, match="disk full"):
        jobs.run_waiting(works.WORKS)
    assert state_of(job) is JobState.FAILED
    assert not folder_of(app, job).exists()
    assert all(is_right(app, company, OLD) for company in three)


def test_what_a_work_given_up_for_good_had_printed_is_forgotten(
    app: Flask, agent: User, three: list[str], one_a_part: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked(agent)
    counted(monkeypatch, dies_at=2)
    with pytest.raises(jobs.Stopped):
        jobs.run_waiting(works.WORKS)
    db.session.rollback()
    give_up(agent, job)
    letters.purge()
    assert not folder_of(app, job).exists()


def test_letters_are_asked_for_once(agent: User, three: list[str]) -> None:
    job = asked(agent)
    with pytest.raises(letters.UnderWay) as refusal:
        letters.ask(agent, Which.WEAK)
    assert refusal.value.job.public_id == job


def test_asked_for_twice_at_the_same_moment_they_are_printed_once(app: Flask, agent: User, three: list[str]) -> None:
    asked(agent)
    jobs.ask(letters.KIND, agent, which=Which.EVERYBODY.value)
    db.session.commit()
    assert jobs.run_waiting(works.WORKS) == 2
    second, first = jobs.latest(letters.KIND)
    assert (first.state, second.state) == (JobState.DONE, JobState.FAILED)
    found = letters_in(file_of(first))
    db.session.rollback()
    assert all(is_right(app, company, one.number) for company, one in zip(three, found, strict=True))


def test_when_nobody_can_be_reached_it_says_so(people: People, agent: User) -> None:
    placed(people, "SANS RUE", "220015", address=None)
    asked(agent)
    jobs.run_waiting(works.WORKS)
    assert "adresse complète" in jobs.latest(letters.KIND)[0].result["refusal"]


def test_an_address_never_leaves_its_window(people: People, agent: User) -> None:
    public_id = placed(
        people,
        "SOCIÉTÉ D’EXPLOITATION DES ÉTABLISSEMENTS LE GALL, MORIN, DAVID ET COMPAGNIE DE SAINT-BRIEUC",
        "220020",
        address_extra="ZONE ARTISANALE DE LA CROIX BLANCHE, BÂTIMENT C, ESCALIER 3",
        address="12 BIS RUE DES PORTES DE BRETAGNE PROLONGÉE JUSQU’À LA MER",
        city="SAINT-BRIEUC CEDEX 1",
    )
    lines = letter_text.address_of(company_of(public_id))
    assert len(lines) == 6
    assert max(map(len, lines)) <= 38
    assert lines[-1] == "22000 SAINT-BRIEUC CEDEX 1"


def counted(monkeypatch: pytest.MonkeyPatch, *, dies_at: int, of: BaseException | None = None) -> list[int]:
    """Count what is printed; one of the times, the process dies, or something fails."""
    prints: list[int] = []
    real = letter_text.write_for_paper

    def write(given: Any) -> bytes:
        prints.append(len(given))
        if len(prints) == dies_at:
            raise of or jobs.Stopped
        return real(given)

    monkeypatch.setattr(letter_text, "write_for_paper", write)
    return prints
