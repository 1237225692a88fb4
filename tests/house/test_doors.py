"""Every route says who may come in, and every refusal has words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from app.shared.errors import Refusal
from app.shared.tongue import speaking
from app.web.access import ANYONE, allow, guard_of
from app.words import WORDS, say
from tests.conftest import settings_for
from tests.house.reading import program

STATUSES = {403, 404, 409, 422, 429}


@pytest.fixture
def doors(tmp_path: Path) -> Iterator[Flask]:
    """The program, nobody behind it."""
    made = create_app(settings_for(tmp_path))
    with made.app_context():
        yield made


def unguarded(app: Flask) -> list[str]:
    return sorted(
        rule.endpoint for rule in app.url_map.iter_rules() if guard_of(app.view_functions[rule.endpoint]) is None
    )


def refusals() -> set[type[Refusal]]:
    """Every kind of refusal of the program."""
    found, waiting = set(), [Refusal]
    while waiting:
        below = [kind for kind in waiting.pop().__subclasses__() if kind.__module__.startswith("app.")]
        found.update(below)
        waiting += below
    return found


def speechless(kinds: set[type[Refusal]]) -> set[type[Refusal]]:
    return {kind for kind in kinds if kind not in WORDS}


def spoken() -> list[tuple[str, str]]:
    """Every refusal that the program names with one literal reason, such as BadPicture("damaged")."""
    named = {kind.__name__ for kind in refusals()}
    return sorted(
        {
            (name, call.args[0].value)
            for source in program()
            for call, name in source.calls()
            if name in named and len(call.args) == 1 and isinstance(call.args[0], ast.Constant)
        }
    )


def test_every_route_names_its_guard(doors):
    assert len(list(doors.url_map.iter_rules())) > 80
    assert unguarded(doors) == []


def test_a_route_without_a_guard_is_found_and_lets_nobody_in(doors):
    doors.add_url_rule("/planted", endpoint="planted", view_func=lambda: "come in")
    doors.add_url_rule("/guarded", endpoint="guarded", view_func=allow(ANYONE)(lambda: "come in"))

    assert unguarded(doors) == ["planted"]
    assert doors.test_client().get("/planted").status_code == 403
    assert doors.test_client().get("/guarded").text == "come in"


@pytest.mark.usefixtures("doors")
def test_every_refusal_has_a_status_and_words():
    assert len(refusals()) > 30
    assert speechless(refusals()) == set()
    assert set(WORDS) <= refusals()
    assert {status for status, _ in WORDS.values()} <= STATUSES


@pytest.mark.usefixtures("doors")
def test_a_refusal_without_words_is_found():
    class Planted(Refusal):
        """Nobody has thought of its sentence."""

    assert speechless({*refusals(), Planted}) == {Planted}


@pytest.mark.usefixtures("doors")
@pytest.mark.parametrize("language", ["fa", "en", "ar"])
def test_every_reason_that_the_program_gives_has_a_sentence_in_every_language(language):
    kinds = {kind.__name__: kind for kind in refusals()}
    assert len(spoken()) > 8

    with speaking(language):
        said = [say(kinds[name](reason)).sentence for name, reason in spoken()]

    assert [sentence for sentence in said if len(sentence) < 8] == []
    assert len(set(said)) == len(said)
