"""Every act that the program writes into the record has a name, and so has what it is about."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import app as the_app
from app.catalogue import PermitState
from app.programme.models import MarkKind
from app.words import ACTS, SUBJECTS

APP = Path(the_app.__file__).parent
_NOTES = frozenset({"note", "note_looks"})


def literals(one: ast.expr) -> list[str]:
    """What a word in the program may be, where it is written out."""
    if isinstance(one, ast.Constant) and isinstance(one.value, str):
        return [one.value]
    return [*literals(one.body), *literals(one.orelse)] if isinstance(one, ast.IfExp) else []


def noted() -> Iterator[tuple[ast.expr, ast.expr]]:
    for file in sorted(APP.rglob("*.py")):
        for one in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr in _NOTES:
                whose = one.func.value
                if isinstance(whose, ast.Name) and whose.id == "audit" and len(one.args) > 1:
                    yield one.args[0], one.args[1]


def test_every_act_and_its_subject_have_a_name():
    acts = {word for act, _ in noted() for word in literals(act)}
    acts |= {f"permit_{one.value}" for one in PermitState} | {f"checklist_{one.value}" for one in MarkKind}
    subjects = {word for _, subject in noted() for word in literals(subject)}

    assert len(acts) > 150
    assert sorted(acts - ACTS.keys()) == []
    assert sorted(subjects - SUBJECTS.keys()) == []


def test_no_two_acts_have_one_name():
    names = [str(one) for one in ACTS.values()]

    assert sorted(name for name in set(names) if names.count(name) > 1) == []
