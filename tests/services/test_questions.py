"""What is found in the F.A.Q."""

import pytest
from flask import Flask

from app.content import questions
from app.content.placeholders import filled


@pytest.mark.parametrize("query", ["reprise", "REPRI", "visite de reprise", "l’arrêt reprise"])
def test_words_are_found_where_they_begin(app: Flask, query: str) -> None:
    with app.test_request_context():
        found = [one for theme in questions.matching(query) for one in theme.questions]
    assert "Quand la visite de reprise est-elle obligatoire" in " ".join(one.title for one in found)
    assert len(found) < 5


def test_everything_is_there_without_a_query(app: Flask) -> None:
    with app.test_request_context():
        assert sum(len(theme.questions) for theme in questions.matching(" ?!")) == questions.count()


@pytest.mark.parametrize(
    ("is_asked_for", "said"),
    [(True, "cet enregistrement vaut demande de visite d’embauche"), (False, "demandez ensuite sa visite d’embauche")],
)
def test_the_first_visit_is_told_as_the_association_decided(app: Flask, is_asked_for: bool, said: str) -> None:
    app.config["EMBAUCHE_VAUT_DEMANDE"] = is_asked_for
    with app.test_request_context():
        assert said in filled(questions.source(questions.FAQ))
