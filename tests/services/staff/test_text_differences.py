"""What changes from a version of a text to another is found, shown shortly, and never takes long."""

from time import perf_counter

from app.services.staff.text_differences import MOST_LINES, between

LONG = "\n".join(f"Ligne {number}" for number in range(100))


def told(before: str, after: str) -> list[str]:
    """Each line as a string: -removed-, +added+, ~skipped."""
    marks = {"same": "", "removed": "-", "added": "+"}
    return [
        f"~{line.skipped}"
        if line.skipped
        else "".join(f"{marks[one.change]}{one.text}{marks[one.change]}" for one in line.pieces)
        for line in between(before, after) or []
    ]


def test_nothing_changes() -> None:
    assert between(LONG, LONG) == []
    assert between("", "") == []


def test_only_what_changes_and_its_neighbours_are_shown() -> None:
    assert told(LONG, LONG.replace("Ligne 50", "Autre chose")) == [
        "~49", "Ligne 49", "-Ligne 50-", "+Autre chose+", "Ligne 51", "~48",
    ]  # fmt: skip


def test_words_are_marked_inside_a_line() -> None:
    assert told("Le chat dort ici", "Le chien dort ici") == ["Le -chat -+chien +dort ici"]


def test_lines_that_come_and_go() -> None:
    assert told("", "Un\nDeux") == ["+Un+", "+Deux+"]
    assert told("Un\nDeux", "") == ["-Un-", "-Deux-"]


def test_texts_that_would_take_too_long_are_not_compared() -> None:
    assert between("a\n" * (MOST_LINES + 1), "b") is None


def test_the_worst_texts_take_little_time() -> None:
    started = perf_counter()
    between("\n".join("ab" * MOST_LINES), "\n".join("ba" * MOST_LINES))
    between("le la " * 16_000, "la le de " * 11_000)
    between("\n".join(["le la " * 499] * 30), "\n".join(["la le de " * 333] * 30))
    assert perf_counter() - started < 10
