"""The step of honesty: which mark a product meets, or what it lacks and how it differs, with a photo."""

from __future__ import annotations

from dataclasses import replace

from flask import request

from app import catalogue, vouching
from app.catalogue import HealthRoute, Paper, Version
from app.shared import gallery
from app.shared.database import transaction
from app.shared.pictures import BadPicture
from app.shared.text import only_digits
from app.vouching import DeviationKind, Difference, Grade, Told
from app.web.access import my_id
from app.web.forms.fields import fault_list
from app.web.forms.maker import StandardStep
from app.web.maker.answers import Answer, sent_key
from app.web.maker.bench import bench
from app.words import gettext, say

_OPEN = {HealthRoute.NONE, HealthRoute.UNKNOWN, HealthRoute.NOT_ALLOWED}
MOST_DEVIATIONS = 6


def show_standard(version: Version) -> Answer:
    told = vouching.disclosure_of(version.id)
    data: dict[str, object] = {}
    if told is not None:
        data = {"grade": told.grade.value, "mark": told.mark, "missing_mark": told.missing_mark, "why": told.why}
        data["varies"] = told.varies
    permit = next((one for one in catalogue.permits_of(bench().maker.id, version.health_route)), None)
    if permit is not None:
        data |= {"permit_number": permit.number, "permit_issued": permit.issued_on, "permit_expires": permit.expires_on}
    return _page(version, StandardStep(None, data=data))


def _page(version: Version, form: StandardStep, faults: list[tuple[str, str]] | None = None) -> Answer:
    deviations = vouching.deviations_of(version.id)
    return Answer(
        faults=[*fault_list(form), *(faults or [])],
        facts={
            "form": form,
            "grades": list(Grade),
            "kinds": list(DeviationKind),
            "deviations": deviations,
            "pictures": gallery.by_ids(one.picture_id for one in deviations if one.picture_id),
            "good": catalogue.good(version.good_id) if version.good_id else None,
            "needs_permit": version.health_route not in _OPEN,
            "route": version.health_route,
        },
    )


def take_standard(version: Version) -> Answer:
    form = StandardStep(request.form)
    form.needs_permit = version.health_route not in _OPEN
    act, _, number = request.form.get("do", "").partition("-")
    if act == "drop":
        _drop(version.id, only_digits(number))
        return _page(_draft(version.id), form)
    if not form.validate():
        return _page(version, form)
    upload = request.files.get("deviation_photo")
    try:
        contents = [upload.stream.read()] if upload is not None and upload.filename else []
        received = gallery.receive(contents, sent_key())
    except BadPicture as refusal:
        return _page(version, form, [("deviation_photo", say(refusal).sentence)])
    _keep(version.id, form, received)
    if act == "stay":
        return show_standard(_draft(version.id))
    lacking = _lacking(_draft(version.id), form)
    return _page(_draft(version.id), form, lacking) if lacking else Answer(kept=True)


def _draft(version_id: int) -> Version:
    return bench().draft(version_id)


def _keep(version_id: int, form: StandardStep, received: list[gallery.Sent]) -> None:
    with transaction():
        draft = _draft(version_id)
        catalogue.take_turns(draft)
        known = [
            Difference(one.kind, one.words, one.amount, one.picture_id) for one in vouching.deviations_of(draft.id)
        ]
        if form.deviation_words.data:
            known = _with_another(known, form, received)
        told = Told(
            Grade(str(form.grade.data)),
            mark=form.mark.data or "",
            missing_mark=form.missing_mark.data or "",
            why=form.why.data or "",
            varies=form.varies.data or "",
            differences=known,
        )
        vouching.disclose(draft, told)
        if form.needs_permit:
            paper = Paper(
                draft.health_route, form.permit_number.data or "", form.permit_issued.data, form.permit_expires.data
            )
            catalogue.use_permit(draft, catalogue.record_permit(bench().maker.id, paper, my_id()))


def _with_another(known: list[Difference], form: StandardStep, received: list[gallery.Sent]) -> list[Difference]:
    """A difference told twice is one, even when its photo came with the second telling or a phone sent it all again."""
    pictures = [gallery.add_once(one, my_id()) for one in received]
    if None in pictures:
        return known
    picture_id = next((picture.id for picture in pictures if picture is not None), None)
    words, amount = form.deviation_words.data or "", form.deviation_amount.data or ""
    told = Difference(DeviationKind(str(form.deviation_kind.data)), words, amount, picture_id)
    same = next((one for one in known if replace(one, picture_id=None) == replace(told, picture_id=None)), None)
    if same is not None:
        return [replace(one, picture_id=picture_id or one.picture_id) if one is same else one for one in known]
    return [*known, told][:MOST_DEVIATIONS]


def _drop(version_id: int, number: str) -> None:
    with transaction():
        draft = _draft(version_id)
        told = vouching.disclosure_of(draft.id)
        if told is None:
            return
        kept = [
            Difference(one.kind, one.words, one.amount, one.picture_id)
            for one in vouching.deviations_of(draft.id)
            if str(one.id) != number
        ]
        vouching.disclose(draft, Told(told.grade, told.mark, told.missing_mark, told.why, told.varies, kept))


def _lacking(version: Version, form: StandardStep) -> list[tuple[str, str]]:
    """Below the top grade something must be told: a difference with words and photo, or the mark that is missing."""
    told = vouching.disclosure_of(version.id)
    if told is None or told.grade is Grade.CONFORMS or told.missing_mark:
        return []
    deviations = vouching.deviations_of(version.id)
    if any(one.picture_id for one in deviations):
        return []
    if deviations:
        return [("deviation_photo", gettext("عکسی از تفاوت بگذارید، یا بنویسید چه نشانی ندارد."))]
    return [("deviation_words", gettext("یک تفاوت با عکس بنویسید، یا بنویسید چه نشانی ندارد."))]
