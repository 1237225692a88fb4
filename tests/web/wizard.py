"""Walking through the wizard as a maker does."""

from __future__ import annotations

import io

from PIL import Image
from webtest import Form, TestApp, TestResponse, Upload

from tests.web.browsing import form_of

NAME = {"title": "زنبیلِ دسته‌دار", "description": "برای میوه\n\nدو دسته دارد"}
SIZE = {"materials": "برگِ نخل", "size_words": "قطر ۳۰", "weight_g": "۶۰۰", "care": "دور از نم"}
STOCK = {"mode": "counted", "on_hand": "۵"}
STANDARD = {"grade": "small", "missing_mark": "نشانِ استانداردِ ملی ندارد", "why": "نخواسته‌ام", "varies": "اندکی"}
PRICE = {"price": "۴۰۰٬۰۰۰"}


def photo(side: int = 220, kind: str = "JPEG") -> bytes:
    """A small picture that the shop takes."""
    out = io.BytesIO()
    Image.new("RGB", (side, side), (190, 140, 80)).save(out, kind)
    return out.getvalue()


def new_product(browser: TestApp) -> str:
    """Press «a new product»; the address of the draft."""
    answer = form_of(browser.get("/workshop/products"), "/workshop/products/new").submit(status=303)
    return answer.headers["Location"].rpartition("/")[0]


def step_form(browser: TestApp, draft: str, step: str) -> Form:
    page = browser.get(f"{draft}/{step}", {"category": "mat_palm"} if step == "kind" else {})
    return form_of(page, "", having="do")


def take(browser: TestApp, draft: str, step: str, do: str = "next", **typed: object) -> TestResponse:
    """Fill in a step and press one of its buttons."""
    form = step_form(browser, draft, step)
    for name, value in typed.items():
        if isinstance(value, Upload):
            form[name] = value
        else:
            form[name].force_value(value)
    return form.submit("do", value=do, expect_errors=True)


def upload(browser: TestApp, draft: str, content: bytes, name: str = "photo.jpg") -> TestResponse:
    return take(browser, draft, "photo", photo=Upload(name, content, "image/jpeg"))


def walk(browser: TestApp, draft: str) -> TestResponse:
    """All steps with right answers; the last page."""
    upload(browser, draft, photo())
    take(browser, draft, "kind", good="B001")
    for step, typed in (("name", NAME), ("size", SIZE), ("stock", STOCK), ("standard", STANDARD), ("price", PRICE)):
        take(browser, draft, step, **typed)
    return browser.get(f"{draft}/review")
