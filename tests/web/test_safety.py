"""Staff look at papers and call batches back; buyers read what to do on the page of their order."""

from __future__ import annotations

from app import catalogue, orders
from app.accounts import Role
from app.catalogue import PermitState
from tests import world
from tests.conftest import browser_of
from tests.web.browsing import logged_in, token_of, words_of


def test_staff_see_the_photo_and_accept_or_refuse_with_a_reason(app):
    maker = world.maker()
    permit = world.sent_permit(maker)
    staff, hers = logged_in(app, world.official(Role.STAFF)), logged_in(app, world.person_of(maker))
    token = {"csrf_token": token_of(staff)}

    photo = staff.get(f"/staff/permits/{permit}/photo")
    without = staff.post(f"/staff/permits/{permit}", {**token, "do": "refuse"}, status=422)
    staff.post(f"/staff/permits/{permit}", {**token, "do": "refuse", "why": "تاریخ پیدا نیست"}, status=303)
    told = words_of(hers.get(f"/workshop/permits/{permit}"))

    assert photo.content_type == "image/jpeg"
    assert photo.headers["Cache-Control"] == "private, no-store"
    assert "دلیل را بنویسید" in without.text
    assert "تاریخ پیدا نیست" in told
    assert catalogue.permit(permit).state is PermitState.REFUSED
    assert browser_of(app).get(f"/staff/permits/{permit}/photo").status_code == 303


def test_a_recall_goes_from_the_products_code_to_the_buyers_page(app, bank):
    product = world.product(world.maker())
    variant = catalogue.variants_of([product])[product][0].id
    order = orders.order(world.sold(bank, {variant: 1}))
    staff = logged_in(app, world.official(Role.STAFF))

    where = staff.get("/staff/recalls", {"sku": catalogue.product(product).sku}, status=303).headers["Location"]
    form = next(one for one in staff.get(where).forms.values() if "reason" in one.fields)
    for part, value in (("day", "۱"), ("month", "1"), ("year", "۱۴۰۴")):
        form[f"sold_from-{part}"] = value
    form["reason"], form["advice"] = "کپک دیده شد", "نخورید، برگردانید"
    recall = form.submit(status=303).headers["Location"]
    world.work()

    page = words_of(browser_of(app).get(f"/o/{order.token}"))
    assert "کپک دیده شد" in page
    assert "نخورید، برگردانید" in page
    told = staff.get(recall)
    assert order.code in words_of(told)
    assert "هنوز خبر نرفته" not in words_of(told)
