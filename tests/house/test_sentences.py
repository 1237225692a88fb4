"""Which tests run on PostgreSQL: that between them they send every kind of sentence, and what tells kinds apart."""

from __future__ import annotations

from collections import Counter

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from app.accounts import Person
from app.shared.database import session, transaction
from tests import world
from tests.sentences import TWICE, Noting, Sent, chosen, kind_of

SENT = st.builds(
    Sent, st.sets(st.sampled_from("abcdefgh"), max_size=5), st.booleans(), st.floats(min_value=0, max_value=9)
)


@given(st.dictionaries(st.integers(0, 30).map(str), SENT, max_size=20))
def test_each_kind_is_sent_twice_where_two_tests_do_and_threads_always(tests):
    found = chosen(tests)

    heard = Counter(kind for test in found for kind in tests[test].kinds)
    sent = Counter(kind for one in tests.values() for kind in one.kinds)
    assert {kind: min(TWICE, many) for kind, many in sent.items()} == {
        kind: min(TWICE, many) for kind, many in heard.items()
    }
    assert {test for test, one in tests.items() if one.threads} <= found


def test_of_two_that_send_the_same_the_quicker_runs():
    tests = {"slow": Sent({"a"}, seconds=5), "quick": Sent({"a"}, seconds=1), "third": Sent({"a"}, seconds=2)}

    assert chosen(tests) == {"quick", "third"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("SELECT a FROM t WHERE a IN (?, ?, ?)", "SELECT a FROM t WHERE a IN (?)", True),
        ("INSERT INTO t (a, b) VALUES (?, ?)", "INSERT INTO t (a, b) VALUES (?, ?), (?, ?)", True),
        ("SELECT a FROM t WHERE a = ?", "SELECT a FROM t WHERE b = ?", False),
        ("SELECT f(?) FROM t", "SELECT g(?) FROM t", False),
    ],
)
def test_how_many_values_there_are_makes_no_other_kind(one, other, same):
    assert (kind_of(one) == kind_of(other)) is same


def test_a_refused_sentence_is_a_kind_of_its_own(app: Flask, tmp_path):
    noting, sent = Noting(tmp_path), Sent()
    noting.note(sent)
    world.person()
    session().scalar(select(func.count()).select_from(Person))
    fine = set(sent.kinds)
    with pytest.raises(IntegrityError), transaction():
        session().execute(text("INSERT INTO person SELECT * FROM person"))
    noting.close()

    assert fine
    assert [kind for kind in sent.kinds - fine if kind.startswith("refused ")]
    assert not sent.threads
