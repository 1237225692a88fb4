"""Writing a listing for a trainee, with the same wizard: at a mentor's desk and in the executor's room."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from app import catalogue, programme, vouching
from app.accounts import Role
from app.catalogue import Version
from app.programme import Few, Trainee
from app.shared.database import transaction
from app.web.access import me, my_mentor
from app.web.maker import wizard
from app.web.maker.bench import Bench, bench, set_bench
from app.web.pages import Page, done, go, who_is_sought
from app.words import gettext


@dataclass(frozen=True)
class Desk:
    """From where a listing is written: a role within its counties, and the blueprint of its pages."""

    role: Role
    door: str

    @property
    def counties(self) -> frozenset[str] | None:
        return me().counties(self.role)

    def at(self, page: str) -> str:
        return f"{self.door}.{page}"

    def look(self, version_id: int) -> Version:
        return vouching.prepared_draft(me().person.id, self.counties, version_id)

    def change(self, version_id: int) -> Version:
        return vouching.reopen_prepared(me().person.id, self.counties, version_id)

    def finish(self, version_id: int) -> Page:
        """Ask the maker by SMS."""
        with transaction():
            vouching.hand_over(self.look(version_id), me().person.id)
        done(gettext("پیامک رفت. تا خودش تأیید نکند، این کالا به صفِ پیشران نمی‌رود."))
        return go(self.at("assist"))


def overview(desk: Desk) -> Page:
    """Whom she may help, and what she has written."""
    mentoring, who = desk.role is Role.MENTOR, who_is_sought()
    few = programme.few_in_reach(who, my_mentor(), desk.counties) if mentoring else Few[Trainee]()
    drafts = vouching.prepared_by(me().person.id, desk.counties)
    return render_template(
        "assisting/overview.html",
        drafts=drafts,
        few=few,
        who=who,
        mentoring=mentoring,
        begin=desk.at("assist_begin"),
        resume=desk.at("assist_resume"),
        discard=desk.at("assist_discard"),
    )


def begin(desk: Desk, trainee_id: int) -> Page:
    """An empty listing of a trainee in reach."""
    with transaction():
        maker = programme.accepted_trainee(trainee_id, desk.counties)
        version_id = vouching.prepare(maker, me().person.id).id
    return go(desk.at("assist_step"), version_id=version_id, step="photo")


def at_bench(desk: Desk, version_id: int) -> None:
    """Let the wizard work on what she prepares. Raises NotFound."""
    maker = programme.trainee(catalogue.product(desk.look(version_id).product_id).maker_id)
    leave, step = desk.at("assist"), desk.at("assist_step")
    set_bench(Bench(maker, desk.look, desk.change, step, leave, desk.finish, preparing=True))


def resume(desk: Desk, version_id: int) -> Page:
    at_bench(desk, version_id)
    return wizard.go_on(version_id)


def walk(desk: Desk, version_id: int, step: str) -> Page:
    at_bench(desk, version_id)
    return wizard.walk(version_id, step)


def discard(desk: Desk, version_id: int) -> Page:
    """She takes back what she wrote, before it was sent."""
    at_bench(desk, version_id)
    with transaction():
        vouching.discard_prepared(bench().draft(version_id), me().person.id)
    done(gettext("کنار گذاشته شد."))
    return go(desk.at("assist"))
