"""Taking a registration list: looked at first, applied as often as one likes, nothing personal left lying about."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app import accounts, programme
from app.programme import FaultCode, Stage, Trainee
from app.shared import audit, clock, states
from app.shared.database import session, transaction
from app.shared.errors import NotFound
from tests import world
from tests.programme.lists import csv_of, national_code, row, xlsx_of


def trainees() -> int:
    world.fresh()
    return session().scalar(select(func.count()).select_from(Trainee)) or 0


def apply(content: bytes, cohort_id: int | None = None) -> int:
    report = programme.examine(content)
    with transaction():
        cohort = programme.cohort(cohort_id) if cohort_id else None
        return programme.apply_list(report, cohort, None)


def kept(content: bytes, cohort_id: int | None = None) -> int:
    with transaction():
        return programme.keep_list(content, "فهرست.csv", cohort_id, None).id


def finish(run_id: int) -> None:
    """What the staff page does when «register» is pressed."""
    content = programme.kept_list(programme.import_run(run_id))
    assert content is not None
    report = programme.examine(content)
    with transaction():
        run = programme.import_run(run_id)
        programme.finish(run, report, programme.apply_list(report, None, None), None)


def files_of(app: Flask) -> list[Path]:
    folder = Path(app.extensions["settings"].data_dir)
    return [one for one in folder.rglob("*") if one.is_file() and "imports" in one.parts]


def test_looking_at_a_list_changes_nothing(app):
    programme.examine(csv_of([row(), row()]))

    assert trainees() == 0


def test_applying_a_list_registers_everybody_with_her_own_data(app):
    code = national_code()

    added = apply(csv_of([row(given="زهرا", code=code, mobile="09181112233", place="احمدی"), row(mobile="12")]))

    person = accounts.by_national_code(code)
    trainee = programme.trainee_of(person.id)
    assert added == 1
    assert (person.name, person.mobile) == ("زهرا دشتی", "09181112233")
    assert (trainee.display_name, trainee.county_code, trainee.rural) == ("زهرا دشتی", "1801", True)


def test_those_of_a_list_apply_to_the_cohort_that_is_named(app):
    cohort = world.cohort()

    apply(csv_of([row(), row()]), cohort)

    assert programme.cohort_counts() == {cohort: {Stage.APPLIED: 2}}
    engagement = session().scalar(select(programme.Engagement.id))
    assert [step.became for step in states.history("engagement", engagement)] == ["applied"]


def test_a_list_taken_twice_adds_nobody_the_second_time(app):
    content = xlsx_of([row() for _ in range(20)])

    assert apply(content) == 20
    assert programme.examine(content).known == 20
    assert apply(content) == 0
    assert trainees() == 20


def test_a_longer_list_adds_those_who_are_new(app):
    rows = [row() for _ in range(3)]
    apply(csv_of(rows))

    report = programme.examine(csv_of([*rows, row()]))

    assert (report.known, len(report.new), report.bad) == (3, 1, [])


def test_somebody_known_is_found_by_her_code_whatever_else_was_written(app):
    code = national_code()
    apply(csv_of([row(code=code)]))

    report = programme.examine(csv_of([row(code=code, given="زری", mobile="09190000000", county="دیر", place="")]))

    assert (report.known, report.new) == (1, [])


def test_a_buyer_with_this_code_becomes_a_trainee_and_stays_one_person(app):
    code, person = national_code(), world.person("سارا", "احمدی")
    with transaction():
        accounts.set_national_code(accounts.person(person), code)

    assert apply(csv_of([row(code=code)])) == 1
    assert programme.trainee_of(person) is not None
    assert accounts.person(person).name == "سارا احمدی"


def test_two_who_apply_the_same_list_at_once_register_everybody_once(app):
    content = csv_of([row() for _ in range(10)])
    report = programme.examine(content)

    def apply_it() -> object:
        with transaction():
            return programme.apply_list(report, None, None)

    outcomes = world.at_once(app, apply_it, apply_it)

    assert 10 in outcomes
    assert trainees() == 10


def test_a_list_of_1700_is_looked_at_and_applied_in_good_time(app):
    content = xlsx_of([row(code=int(national_code()), mobile=9_170_000_000 + number) for number in range(1700)])
    began = time.monotonic()

    assert apply(content, world.cohort(capacity=2000)) == 1700
    assert programme.examine(content).known == 1700
    assert time.monotonic() - began < 60


def test_a_kept_list_that_was_applied_waits_no_more(app):
    run = kept(csv_of([row()]))
    with transaction():
        waits = programme.import_run_to_apply(run) is not None

    finish(run)

    assert waits
    with transaction():
        assert programme.import_run_to_apply(run) is None
    with pytest.raises(NotFound):
        programme.import_run_to_apply(run + 1)


def test_a_kept_list_is_encrypted_and_gone_once_it_was_applied(app):
    code = national_code()
    run = kept(csv_of([row(code=code)]))
    lying = [one.read_bytes() for one in files_of(app)]

    finish(run)

    assert len(lying) == 1
    assert code.encode() not in lying[0]
    assert "دشتی".encode() not in lying[0]
    assert files_of(app) == []
    assert programme.kept_list(programme.import_run(run)) is None


def test_what_became_of_a_list_is_noted(app):
    apply(csv_of([first := row()]))
    run = kept(csv_of([first, row(), row(), row(mobile="12")]))

    finish(run)

    done = programme.import_run(run)
    assert (done.added, done.known, done.refused) == (2, 1, 1)
    assert done.applied_at is not None
    assert [one.act for one in audit.of("import_run", run)] == ["list_imported"]


def test_a_list_that_nobody_applied_is_forgotten_after_a_day(app):
    with clock.at(clock.now() - timedelta(hours=25)):
        old = kept(csv_of([row()]))
    new = kept(csv_of([row()]))

    world.work()

    assert programme.kept_list(programme.import_run(old)) is None
    assert programme.kept_list(programme.import_run(new)) is not None
    assert len(files_of(app)) == 1


def test_an_import_leaves_nothing_personal_in_logs_or_traces(app, caplog: pytest.LogCaptureFixture):
    caplog.set_level("DEBUG")
    code, bad = national_code(), "0013542418"
    run = kept(csv_of([row(code=code, mobile="09181112233", family="گله‌داری"), row(code=bad, mobile="09185556677")]))

    finish(run)

    rows = session().execute(text("SELECT facts FROM audit UNION ALL SELECT note FROM move"))
    traces = " ".join(str(facts) for (facts,) in rows)
    for personal in (code, bad, "09181112233", "09185556677", "گله‌داری"):
        assert personal not in caplog.text
        assert personal not in traces


def test_the_command_looks_first_and_writes_only_when_told_to(app, command, tmp_path: Path):
    rows = [row(), row(code="13542419"), row(mobile=""), row(county="شیراز")]
    (tmp_path / "list.xlsx").write_bytes(xlsx_of(rows))

    looked = command("programme", "import-trainees", str(tmp_path / "list.xlsx"))
    after_looking = trainees()
    applied = command("programme", "import-trainees", str(tmp_path / "list.xlsx"), "--apply")

    assert "ردیف 4 (زهرا دشتی): شمارهٔ همراه نوشته نشده است." in looked.output
    assert "rows 4, new 2, known 0, refused 2, leading zeros restored 1" in looked.output
    assert after_looking == 0
    assert "added 2" in applied.output
    assert trainees() == 2


def test_the_command_refuses_what_is_no_list_in_words(app, command, tmp_path: Path):
    (tmp_path / "list.csv").write_bytes(b"%PDF-1.7")

    refused = command("programme", "import-trainees", str(tmp_path / "list.csv"))

    assert refused.exit_code == 1
    assert "CSV" in refused.output


def test_faults_of_a_list_do_not_keep_the_others_from_being_taken(app):
    content = csv_of([row(), *(row(code="0013542418") for _ in range(5)), row()])

    assert apply(content) == 2
    assert {one.faults[0].code for one in programme.examine(content).bad} == {FaultCode.BAD_NATIONAL_CODE}
