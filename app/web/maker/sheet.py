"""All her products in one sheet: out as CSV; in after a look at what each row would do, by one press."""

from __future__ import annotations

from flask import render_template, request
from werkzeug.wrappers import Response

from app import vouching
from app.shared.database import transaction
from app.shared.sheets import UnreadableList
from app.vouching import HEADINGS, SheetStale
from app.web.access import TRAINEES, allow, my_id, my_trainee
from app.web.maker.door import blueprint
from app.web.pages import Page, csv_answer, done, go
from app.words import cell_fault_words, formats, gettext, say, step_words

_MOST_BYTES = 512 * 1024
_SHOWN = 100


@blueprint.get("/products.csv")
@allow(TRAINEES)
def products_csv() -> Response:
    """Her products, one row per variant, with Persian headings."""
    headings = [HEADINGS[column][0] for column in vouching.COLUMNS]
    return csv_answer("products", headings, vouching.rows_of(my_trainee().id))


@blueprint.route("/sheet", methods=["GET", "POST"])
@allow(TRAINEES)
def goods_sheet() -> Page:
    """Bring a sheet in: nothing is changed before the next page's press."""
    said = ""
    if request.method == "POST":
        upload = request.files.get("sheet")
        content = upload.stream.read(_MOST_BYTES + 1) if upload is not None else b""
        try:
            if len(content) > _MOST_BYTES:
                raise UnreadableList("too_heavy")
            return go(".sheet_plan", sheet_id=_keep(content))
        except UnreadableList as refusal:
            said = say(refusal).sentence
    page = render_template("maker/sheet.html", said=said, headings=[names[0] for names in HEADINGS.values()])
    return (page, 422) if said else page


def _keep(content: bytes) -> int:
    with transaction():
        return vouching.keep_sheet(my_trainee(), content, my_id()).id


@blueprint.route("/sheet/<int:sheet_id>", methods=["GET", "POST"])
@allow(TRAINEES)
def sheet_plan(sheet_id: int) -> Page:
    """Row by row what would happen; pressed, exactly that is done, and once."""
    maker = my_trainee()
    kept = vouching.own_sheet(maker.id, sheet_id)
    if request.method == "POST":
        return _apply(sheet_id, kept.content)
    plans = vouching.plans_of(kept, maker)
    return render_template(
        "maker/sheet_plan.html",
        kept=kept,
        plans=[plan for plan in plans if plan.steps or plan.bad][:_SHOWN],
        changes=sum(bool(plan.steps) for plan in plans),
        bad=sum(bool(plan.bad) for plan in plans),
        same=sum(not plan.steps and not plan.bad for plan in plans),
        more=max(0, sum(bool(plan.steps or plan.bad) for plan in plans) - _SHOWN),
        fault_words=cell_fault_words,
        step_words=step_words,
    )


def _apply(sheet_id: int, content: bytes | None) -> Page:
    """What has changed since it was shown is shown anew instead."""
    try:
        with transaction():
            maker = my_trainee()
            changed = vouching.apply_sheet(vouching.own_sheet(maker.id, sheet_id), maker, my_id())
    except SheetStale as refusal:
        done(say(refusal).sentence)
        return go(".sheet_plan", sheet_id=_keep(content)) if content else go(".goods_sheet")
    if changed:
        done(gettext("%(n)s ردیف ثبت شد.", n=formats.num(changed)))
    return go(".products")
