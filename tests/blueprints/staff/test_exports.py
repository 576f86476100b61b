"""What the portal learnt, taken by an agent for the business software."""

import io
import zipfile

from flask import Flask

from tests.people import People
from tests.support.browser import Browser
from tests.support.importing import HOME, work


def test_an_export_is_written_and_the_next_one_goes_on(app: Flask, people: People, agent: Browser) -> None:
    people.attach(people.jeanne, people.bakery)
    agent.get(HOME + "exports")
    agent.submit("Exporter depuis cette date", {"Depuis le": "32/01/2026"}, expect=422)
    work(agent, "Exporter depuis cette date", {"Depuis le": "01/01/2026"})
    agent.follow("Télécharger le fichier")
    with zipfile.ZipFile(io.BytesIO(agent.response.get_data())) as written:
        assert people.jeanne in written.read("rattachements.csv").decode("utf-8-sig")
    agent.get(HOME + "exports")
    assert agent.rows()[0]["Lignes"] == "1"
    work(agent, "Exporter depuis le dernier export")
    agent.get(HOME + "exports")
    assert len(agent.rows()) == 2
