"""The commands that operators type: what they answer, in French, and how they end."""

from pathlib import Path

from click.testing import Result
from flask import Flask

from app.models import OutboxMessage, Profile, User
from tests.services.exchange.support import BAKERY, COMPANIES, count, user, write, write_association


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=list(arguments))


def test_an_import_says_what_it_did(app: Flask, tmp_path: Path) -> None:
    result = run(app, "exchange", "import", str(write_association(tmp_path)), "--invite")
    assert result.exit_code == 0
    assert "adherents.csv\u00a0: 2\u00a0créées, 0\u00a0modifiée, 0\u00a0inchangée, 0\u00a0refusée" in result.output
    with app.app_context():
        assert count(OutboxMessage) == 1


def test_refused_lines_are_shown_and_written(app: Flask, tmp_path: Path) -> None:
    folder = write(tmp_path, adherents=COMPANIES + BAKERY + "".join(f"{code};;;;;;;;\n" for code in range(30)))
    errors = tmp_path / "errors.csv"
    result = run(app, "exchange", "import", str(folder), "--errors", str(errors))
    assert result.exit_code == 1
    assert "1\u00a0créée, 0\u00a0modifiée, 0\u00a0inchangée, 30\u00a0refusées" in result.output
    assert "adherents.csv, ligne 22, colonne raison_sociale\u00a0: cette valeur est obligatoire" in result.output
    assert "… et 10 de plus" in result.output
    assert len(errors.read_text().splitlines()) == 31


def test_strict_says_that_nothing_went_in(app: Flask, tmp_path: Path) -> None:
    result = run(app, "exchange", "import", str(write(tmp_path, comptes="email\nnobody\n")), "--strict")
    assert (result.exit_code, "Rien n’a été importé" in result.output) == (1, True)


def test_numbers_drawn_are_told_by_the_path_of_their_file(app: Flask, tmp_path: Path) -> None:
    result = run(app, "exchange", "import", str(write(tmp_path, adherents=COMPANIES + BAKERY.replace("7654321", ""))))
    path = Path(result.output.rpartition("effacer\u00a0: ")[2].strip())
    assert (path.parent, path.stat().st_mode & 0o777) == (Path(app.instance_path), 0o600)
    path.unlink()


def test_an_unusable_folder_has_its_own_ending(app: Flask, tmp_path: Path) -> None:
    result = run(app, "exchange", "import", str(tmp_path / "absent"))
    assert (result.exit_code, "n’existe pas" in result.output) == (2, True)


def test_an_export_says_where_the_next_one_starts(app: Flask, tmp_path: Path) -> None:
    result = run(app, "exchange", "export", "--since", "2027-01-01T00:00", str(tmp_path / "out"))
    assert (result.exit_code, "salaries.csv\u00a0: 0\u00a0ligne" in result.output) == (0, True)
    following = result.output.rpartition("--since ")[2].strip()
    assert run(app, "exchange", "export", "--since", following, str(tmp_path / "out")).exit_code == 0


def test_an_export_needs_a_moment_and_a_place(app: Flask, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    wrong = run(app, "exchange", "export", "--since", "hier", str(tmp_path / "out"))
    nowhere = run(app, "exchange", "export", "--since", "2027-01-01", str(tmp_path / "file" / "out"))
    assert (wrong.exit_code, "AAAA-MM-JJTHH:MM" in wrong.output) == (2, True)
    assert (nowhere.exit_code, "Export impossible" in nowhere.output) == (2, True)


def test_an_agent_is_created_and_invited(app: Flask) -> None:
    result = run(app, "staff", "create", "Agent@AIST22.example.org", "--nom", "GUIVARC’H", "--prenom", "Claire")
    assert result.exit_code == 0
    with app.app_context():
        agent = user("agent@aist22.example.org")
        assert (agent.profile, agent.last_name, count(OutboxMessage)) == (Profile.STAFF, "GUIVARC’H", 1)


def test_an_agent_needs_a_good_address_of_their_own(app: Flask) -> None:
    assert run(app, "staff", "create", "agent@aist22.example.org").exit_code == 0
    taken = run(app, "staff", "create", "agent@aist22.example.org")
    malformed = run(app, "staff", "create", "agent")
    assert (taken.exit_code, "a déjà un compte" in taken.output) == (1, True)
    assert (malformed.exit_code, "mal formée" in malformed.output) == (1, True)
    with app.app_context():
        assert count(User) == 1


def test_the_demo_is_written_and_installed(app: Flask, tmp_path: Path) -> None:
    assert run(app, "demo", "generate", str(tmp_path / "files"), "--companies", "40", "--pdf", "0").exit_code == 0
    assert (tmp_path / "files" / "salaries.csv").exists()
    installed = run(app, "demo", "install", "--pdf", "0")
    assert (installed.exit_code, "jeanne.david@cabinet-exemple.example.org" in installed.output) == (0, True)
    again = run(app, "demo", "install", "--pdf", "0")
    assert (again.exit_code, "contient déjà des entreprises" in again.output) == (1, True)
