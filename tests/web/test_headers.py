"""What every answer tells the browser."""

from __future__ import annotations

import pytest
from webtest import TestResponse

from tests import world
from tests.conftest import browser_of
from tests.web.browsing import PRODUCTION, logged_in, over_https, shop_with

PAGES = ["/", "/products", "/basket", "/login", "/badges", "/api/v1/products", "/healthz", "/not-a-page"]


def policy_of(answer: TestResponse) -> dict[str, list[str]]:
    """The content security policy by directive."""
    directives = (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in directives}


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_is_strict(visitor, address):
    answer = visitor.get(address, expect_errors=True)
    policy = policy_of(answer)

    assert policy["default-src"] == ["'none'"]
    assert {value for name in ("script-src", "style-src", "img-src", "font-src") for value in policy[name]} == {
        "'self'"
    }
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in answer.headers["Permissions-Policy"]


def test_forms_may_go_to_the_enabled_bank_and_nowhere_else(bank, visitor):
    assert policy_of(visitor.get("/"))["form-action"] == ["'self'", bank.url]


@pytest.mark.usefixtures("app")
def test_without_a_gateway_forms_stay_here(store):
    with shop_with(store, **PRODUCTION) as shop:
        assert policy_of(over_https(shop).get("/"))["form-action"] == ["'self'"]


@pytest.mark.usefixtures("app")
def test_only_production_insists_on_tls(store, visitor):
    with shop_with(store, **PRODUCTION) as shop:
        secure = over_https(shop).get("/")

    assert secure.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "Strict-Transport-Security" not in visitor.get("/").headers


@pytest.mark.parametrize("address", ["/", "/products", "/basket", "/track", "/api/v1/products", "/readyz"])
def test_pages_are_kept_by_nobody(visitor, address):
    assert visitor.get(address, expect_errors=True).headers["Cache-Control"] == "private, no-store"


def test_personal_pages_are_kept_by_nobody(app, bank):
    maker = world.maker()
    world.paid(bank, {world.variant(maker): 1})
    browser = logged_in(app, world.person_of(maker))

    kept = {browser.get(page).headers["Cache-Control"] for page in ("/account", "/workshop/", "/workshop/money")}

    assert kept == {"private, no-store"}


def test_own_files_are_kept_for_a_year_by_their_fingerprint(visitor):
    page = visitor.get("/")
    addresses = [link["href"] for link in page.html.find_all("link", rel="stylesheet")]
    addresses += [script["src"] for script in page.html.find_all("script")]

    kept = {visitor.get(address).headers["Cache-Control"] for address in addresses}

    assert all("?v=" in address for address in addresses)
    assert kept == {"public, max-age=31536000, immutable"}


def test_a_file_without_its_fingerprint_is_kept_an_hour(visitor):
    assert visitor.get("/static/css/site.css").headers["Cache-Control"] == "public, max-age=3600"


def test_a_picture_is_kept_for_a_year(app, store):
    folder = store.folder / "files" / "pictures" / "ab"
    folder.mkdir(parents=True)
    (folder / f"{'c' * 30}-320.avif").write_bytes(b"picture")

    answer = browser_of(app).get(f"/media/ab/{'c' * 30}-320.avif")

    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.content_type == "image/avif"


@pytest.mark.parametrize(
    "address",
    ["/static/../config.py", "/static/%2e%2e/config.py", "/static/fonts/OFL.md", "/static/%00", "/media/../x"],
)
def test_nothing_outside_the_folder_of_files_is_served(visitor, address):
    visitor.get(address, status=404)


@pytest.mark.parametrize("address", PAGES)
def test_no_page_has_script_or_style_written_into_it(visitor, address):
    page = visitor.get(address, expect_errors=True)
    if page.content_type != "text/html":
        return

    assert not [script for script in page.html.find_all("script") if script.get_text().strip()]
    assert not page.html.find_all("style")
    assert not page.html.find_all(style=True)
    assert not [tag for tag in page.html.find_all() if any(name.startswith("on") for name in tag.attrs)]


def test_pages_are_packed_where_the_browser_can_unpack(visitor):
    assert visitor.get("/", headers={"Accept-Encoding": "gzip"}).headers.get("Content-Encoding") in {"gzip", None}
    assert visitor.get("/").headers["Content-Type"] == "text/html; charset=utf-8"
