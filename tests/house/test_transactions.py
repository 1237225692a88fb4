"""Only doors open a transaction, nobody else commits, nothing slow happens inside; one clock; no forgotten print."""

import ast
from collections.abc import Iterator

import pytest

from tests.house.reading import Source, calls_in, program

DOORS = ("app/web/", "app/cli/", "app/demo/", "app/shared/outbox.py", "app/shared/schedule.py")
COMMITS = {
    "app/shared/database.py": "where transactions are made",
    "app/shared/migrating.py": "the tables are changed, nothing is sold",
    "app/search/engine.py": "Whoosh's writer, which is no database",
}
BEGINS = {
    "app/cli/demo.py": "the demo's database is thrown away",
    "migrations/env.py": "the tables are changed, nothing is sold",
}
SLOW = {
    "ask", "start", "render_template", "keep", "keep_list", "render", "render_apart", "sleep", "post", "urlopen",
}  # fmt: skip
SLOW_OWNERS = {"payments", "gallery", "pictures", "httpx", "requests", "time", "subprocess", ""}
CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "datetime.datetime.now"}
OWN_CLOCK = {
    "app/shared/clock.py": "the clock",
    "app/sandbox/book.py": "the bank has a clock of its own",
    "app/sandbox/stripe_face.py": "the bank's",
}


def opens_where_no_door_is(source: Source) -> list[str]:
    if source.path.startswith((*DOORS, "app/shared/database.py")):
        return []
    return [source.breach(call, "opens a transaction") for call, name in source.calls() if name == "transaction"]


def commits(source: Source) -> list[str]:
    """Commits, and connections of one's own, on which one could."""
    found = [source.breach(call, "commits") for call, name in source.calls() if name == "commit"]
    called = [(call, ast.unparse(call.func)) for call, name in source.calls() if name in {"begin", "connect"}]
    begun = [source.breach(call, f"calls {name}") for call, name in called if "engine" in name]
    return (found if source.path not in COMMITS else []) + (begun if source.path not in {*COMMITS, *BEGINS} else [])


def blocks(source: Source) -> Iterator[ast.With]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.With) and any(ast.unparse(one.context_expr) == "transaction()" for one in node.items):
            yield node


def dawdles(source: Source) -> list[str]:
    """Slow work inside a transaction: HTTP, pictures, templates, waiting."""
    return [
        source.breach(call, f"{ast.unparse(call.func)} inside a transaction")
        for block in blocks(source)
        for statement in block.body
        for call, name in calls_in(statement)
        if name in SLOW and ast.unparse(call.func).rpartition(".")[0] in SLOW_OWNERS
    ]


def nests(source: Source) -> list[str]:
    return [
        source.breach(inner, "a transaction inside a transaction")
        for block in blocks(source)
        for statement in block.body
        for inner, name in calls_in(statement)
        if name == "transaction"
    ]


def has_a_clock_of_its_own(source: Source) -> list[str]:
    if source.path in OWN_CLOCK:
        return []
    return [source.breach(call, "asks another clock") for call, _ in source.calls() if ast.unparse(call.func) in CLOCKS]


def talks_to_itself(source: Source) -> list[str]:
    """Prints and debuggers that somebody forgot."""
    noisy = {"print", "pprint", "breakpoint", "set_trace"}
    found = [source.breach(call, name) for call, name in source.calls() if name in noisy]
    return found + [f"{source.path} {word}" for word in ("import pdb", "noqa", "type: ignore") if word in source.text]


def locks_more_than_it_changes(source: Source) -> list[str]:
    """Rows locked otherwise than by LOCK, so that two that each wrote a row which refers to one wait for each other."""
    found = []
    for call, name in source.calls():
        named = {word.arg: ast.unparse(word.value) for word in call.keywords}
        if name == "with_for_update" and named.get(None) != "LOCK":
            found.append(source.breach(call, "locks without LOCK"))
        if named.get("with_for_update", "LOCK") != "LOCK":
            found.append(source.breach(call, "locks without LOCK"))
    return found


LAWS = (
    opens_where_no_door_is,
    commits,
    dawdles,
    nests,
    has_a_clock_of_its_own,
    talks_to_itself,
    locks_more_than_it_changes,
)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_program_keeps_the_law(law):
    assert [breach for source in program() for breach in law(source)] == []


@pytest.mark.parametrize(
    ("law", "path", "text"),
    [
        (opens_where_no_door_is, "app/orders/placing.py", "with transaction():\n    pass"),
        (opens_where_no_door_is, "app/orders/reactions.py", "with clock.at(day), database.transaction():\n    pass"),
        (commits, "app/orders/placing.py", "session().commit()"),
        (commits, "app/web/checkout.py", "db.session.commit()"),
        (commits, "app/orders/queries.py", "with db.engines[None].begin() as connection:\n    pass"),
        (dawdles, "app/web/checkout.py", "with transaction():\n    answer = payments.ask(claimed)"),
        (
            dawdles,
            "app/web/checkout.py",
            "with transaction():\n    if ready:\n        render_template('x')",
        ),
        (dawdles, "app/cli/books.py", "with clock.at(day), transaction():\n    httpx.post('http://bank')"),
        (dawdles, "app/web/maker/steps.py", "with transaction():\n    key = gallery.keep(content)"),
        (nests, "app/web/checkout.py", "with transaction():\n    with transaction():\n        pass"),
        (has_a_clock_of_its_own, "app/orders/placing.py", "placed_at = datetime.now(UTC)"),
        (has_a_clock_of_its_own, "app/orders/placing.py", "day = date.today()"),
        (locks_more_than_it_changes, "app/orders/placing.py", "session().get_one(Order, 1, with_for_update=True)"),
        (locks_more_than_it_changes, "app/orders/placing.py", "session().scalars(query.with_for_update())"),
        (locks_more_than_it_changes, "app/shared/outbox.py", "due.with_for_update(skip_locked=True)"),
        (talks_to_itself, "app/orders/placing.py", "print(order)"),
        (talks_to_itself, "app/orders/placing.py", "import pdb; pdb.set_trace()"),
        (talks_to_itself, "app/orders/placing.py", "x = 1  # " + "noqa: E741"),
    ],
)
def test_a_breach_is_found(law, path, text):
    assert law(Source(path, text))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("app/web/checkout.py", "with transaction():\n    orders.place(wish)\nanswer = payments.ask(claimed)"),
        ("app/search/engine.py", "writer.commit()"),
        ("app/orders/placing.py", "placed_at = clock.now()"),
        ("app/orders/placing.py", "session().get_one(Order, 1, with_for_update=LOCK)"),
        ("app/shared/outbox.py", "due.with_for_update(skip_locked=True, **LOCK)"),
    ],
)
def test_what_is_allowed_is_not_called_a_breach(path, text):
    assert [breach for law in LAWS for breach in law(Source(path, text))] == []


def test_exceptions_are_of_files_that_need_them():
    texts = {source.path: source.text for source in program()}

    assert not [path for path in COMMITS if "commit()" not in texts[path]]
    assert not [path for path in BEGINS if "begin" not in texts[path]]
