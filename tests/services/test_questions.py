"""What is found in the F.A.Q."""

import pytest
from flask import Flask

from app.content import questions


@pytest.mark.parametrize("query", ["reprise", "REPRI", "visite de reprise", "l’arrêt reprise"])
def test_words_are_found_where_they_begin(app: Flask, query: str) -> None:
    with app.test_request_context():
        found = [one for theme in questions.matching(query) for one in theme.questions]
    assert "Quand la visite de reprise est-elle obligatoire" in " ".join(one.title for one in found)
    assert len(found) < 5


def test_everything_is_there_without_a_query(app: Flask) -> None:
    with app.test_request_context():
        assert sum(len(theme.questions) for theme in questions.matching(" ?!")) == questions.count()
