"""Lists taken from a file: looked at first, each bad row named, then applied, by whoever of the staff sent them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for

from app import programme
from app.programme import ImportRun, ListKind
from app.shared.database import transaction
from app.shared.sheets import UnreadableList
from app.web.access import my_id
from app.web.pages import Page, done, go
from app.web.shop import county_names, trade_names
from app.web.staff.door import reach
from app.words import fault_words, say

_SHOWN = 200


@dataclass(frozen=True)
class ListRoom:
    """Where lists of one kind are taken.

    `template` names the page of the room, with `_run` behind it that of one list; `page` is the endpoint of one list,
    whose number is called `number`. `examine` looks at a file as who may reach so far; `keep` keeps it, `apply` writes
    what is new in it and gives how many rows; `said` are the words of that.
    """

    kind: ListKind
    template: str
    page: str
    number: str
    examine: Callable[[bytes, frozenset[str] | None], Any]
    keep: Callable[[bytes, str, int | None], ImportRun]
    apply: Callable[[Any, int | None], int]
    said: Callable[[int], str]

    def take(self) -> Page:
        """The lists so far, and a file that was sent: kept, and looked at on a page of its own."""
        said = ""
        if request.method == "POST":
            upload = request.files.get("list")
            content = upload.stream.read() if upload is not None else b""
            try:
                self.examine(content, reach())
            except UnreadableList as refusal:
                said = say(refusal).sentence
            else:
                name = upload.filename or "" if upload else ""
                with transaction():
                    number = self.keep(content, name, my_id()).id
                return self._go(number)
        runs = programme.import_runs(self.kind, _mine())
        page = render_template(f"{self.template}.html", runs=runs, said=said, address=self._address)
        return (page, 422) if said else page

    def look(self, number: int) -> Page:
        """What a list holds: what would be written, and every row that would not."""
        run = self._own(number)
        content = programme.kept_list(run)
        report = None if content is None else self.examine(content, reach())
        bad = report.bad[:_SHOWN] if report else []
        new = report.new[:_SHOWN] if report else []
        return render_template(
            f"{self.template}_run.html",
            run=run,
            report=report,
            bad=bad,
            new=new,
            words=fault_words,
            counties=county_names(),
            trades=trade_names(),
        )

    def write(self, number: int) -> Page:
        """Write everything new. Pressed twice, the second time finds nothing new."""
        content = programme.kept_list(self._own(number))
        if content is None:
            return self._go(number)
        report = self.examine(content, reach())
        with transaction():
            waiting = programme.import_run_to_apply(number)
            if waiting is None:
                return self._go(number)
            added = self.apply(report, my_id())
            programme.finish(waiting, report, added, my_id())
        done(self.said(added))
        return self._go(number)

    def _own(self, number: int) -> ImportRun:
        return programme.own_run(number, self.kind, _mine())

    def _address(self, number: int) -> str:
        named: dict[str, Any] = {self.number: number}
        return url_for(self.page, **named)

    def _go(self, number: int) -> Page:
        return go(self.page, **{self.number: number})


def _mine() -> int | None:
    """Whose lists she sees: of the whole province all, of a county her own."""
    return None if reach() is None else my_id()
