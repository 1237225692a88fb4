"""Persian, English, Arabic: words, direction, digits and days follow the reader."""

from __future__ import annotations

import re

import pytest
from webtest import TestApp, TestResponse

from app import accounts, catalogue, orders, places, programme, vouching
from app.shared import tongue
from app.web.languages import DIRECTIONS, LANGUAGES
from tests import world
from tests.conftest import browser_of
from tests.web.browsing import (
    address_of,
    deliver,
    form_of,
    logged_in,
    press,
    put_in_basket,
    ready_to_pay,
    to_review,
    words_of,
)
from tests.web.test_checkout import the_order

PERSIAN_ONLY = set("پچژگکیۀۂ۰۱۲۳۴۵۶۷۸۹")
ARABIC_SCRIPT = re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]")


def speaking(browser: TestApp, language: str) -> TestApp:
    press(browser.get("/badges"), "/language", "language", language)
    return browser


def facts_about(product: int) -> list[str]:
    """What people wrote about a product: it stays in their own language on every page."""
    found = catalogue.product(product)
    version = catalogue.version(found.live_version_id)
    told = vouching.statements([version.id])[version.id]
    said = [one.alt for one in catalogue.pictures_of([version.id])[version.id]]
    said += [version.title, version.materials, version.size_words, version.description, version.care]
    said += [programme.trainee(found.maker_id).display_name, told.mentor.display_name, told.differences]
    said += [told.disclosure.missing_mark, told.disclosure.why, told.disclosure.varies]
    said += [told.vouch.checked, told.vouch.unchecked, told.vouch.words, *[one.words for one in told.deviations]]
    return [*filter(None, said)]


def names_of_places(language: str) -> list[str]:
    """Official names that are in Arabic as they are in Persian."""
    return [*places.county_names("fa").values()] if language == "ar" else []


def chrome_of(page: TestResponse, facts: list[str]) -> str:
    """The shop's own words on a page, without what people wrote and without the names of the languages."""
    for button in page.html.select("button[name=language]"):
        button.extract()
    words = page.html.get_text(" ")
    for attribute in ("alt", "placeholder", "aria-label", "title", "content"):
        words += " " + " ".join(str(tag[attribute]) for tag in page.html.find_all(attrs={attribute: True}))
    for fact in facts:
        words = words.replace(fact, " ").replace(fact.rstrip("."), " ")
    return words


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_its_language_and_direction(visitor, language):
    product = world.product(world.maker())
    deliver()
    put_in_basket(visitor, product)
    browser = speaking(visitor, language)

    for address in ("/", "/products", address_of(product), "/basket", "/login", "/badges", "/help", "/sell", "/track"):
        page = browser.get(address)
        assert (page.html.html["lang"], page.html.html["dir"]) == (language, DIRECTIONS[language])


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_persian_is_left_in_the_shops_own_words(visitor, language):
    product = world.product(world.maker())
    deliver()
    put_in_basket(visitor, product)
    facts = sorted([*facts_about(product), *names_of_places(language)], key=len, reverse=True)
    browser = speaking(visitor, language)
    way = ["/", "/products", address_of(product), "/basket", "/checkout", "/login", "/badges", "/help", "/track"]

    left = {}
    for address in way:
        words = chrome_of(browser.get(address), facts)
        strange = ARABIC_SCRIPT.findall(words) if language == "en" else PERSIAN_ONLY & set(words)
        if strange:
            left[address] = sorted({word for word in words.split() if set(word) & set(strange)})

    assert left == {}


@pytest.mark.parametrize(("language", "price"), [("fa", "۴۰۰٬۰۰۰"), ("en", "400,000"), ("ar", "٤٠٠٬٠٠٠")])
def test_prices_are_written_in_the_readers_digits(visitor, language, price):
    product = world.product(world.maker())
    deliver()

    assert price in words_of(speaking(visitor, language).get(address_of(product)))


def test_a_number_that_stands_in_the_template_is_in_the_readers_digits_too(visitor):
    put_in_basket(visitor, world.product(world.maker()))

    tags = [speaking(visitor, language).get("/checkout").html.select_one("p.tag").get_text() for language in LANGUAGES]

    assert [re.findall("[0-9۰-۹٠-٩]", tag) for tag in tags] == [["۱", "۲"], ["1", "2"], ["١", "٢"]]


def test_nothing_that_a_template_writes_is_worked_out_before_its_reader_comes(app):
    words = {
        "a number": "{{ 12|num }}",
        "a name": "{{ 'sustained'|column }}",
        "inside": "{{ _('%(n)s نفر', n=3|num) }}",
    }
    said = []
    for template in [app.jinja_env.from_string(one) for one in words.values()]:
        for language in LANGUAGES:
            with app.test_request_context(), tongue.speaking(language):
                said.append(template.render())

    assert len({*said}) == len(words) * len(LANGUAGES)


def test_days_are_jalali_for_persian_readers_and_gregorian_for_others(visitor, bank):
    order = world.paid(bank, {world.variant(world.maker()): 1})
    address = f"/o/{orders.order(order).token}"

    persian, english = (words_of(speaking(visitor, language).get(address)) for language in ("fa", "en"))

    assert re.search("[۰-۹]+ (فروردین|اردیبهشت|خرداد|تیر|مرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند)", persian)
    assert re.search(r"\d+ (Jan|Febr|March|April|May|June|July|August|Septem|Octo|Novem|Decem)", english)


def test_the_choice_stays_with_the_browser_and_with_the_account(app):
    person = world.person()
    browser = speaking(logged_in(app, person), "ar")

    assert browser.get("/").html.html["lang"] == "ar"
    assert accounts.person(person).language == "ar"
    assert browser_of(app).get("/").html.html["lang"] == "fa"


def test_she_comes_back_to_where_she_chose(visitor):
    answer = press(visitor.get("/products", {"county": "1801"}), "/language", "language", "en")

    assert answer.headers["Location"] == "/products?county=1801"


def test_a_language_that_is_none_changes_nothing(visitor):
    form = form_of(visitor.get("/badges"), "/language")
    fields = {"csrf_token": form["csrf_token"].value, "language": "xx", "next": "/"}

    visitor.post("/language", fields, status=303)

    assert visitor.get("/").html.html["lang"] == "fa"


def test_the_choice_survives_logging_in(visitor):
    speaking(visitor, "en")
    world.log_in(visitor, world.person())

    assert visitor.get("/").html.html["lang"] == "en"


def test_an_order_in_english_is_told_in_english(app, visitor):
    speaking(visitor, "en")
    put_in_basket(visitor, world.product(world.maker()))

    ready_to_pay(to_review(visitor)).submit(status=303)

    assert the_order().language == "en"


def test_faults_of_a_form_are_in_the_readers_language(visitor):
    form = form_of(speaking(visitor, "en").get("/track"), having="code")

    page = form.submit(status=422)

    assert not ARABIC_SCRIPT.search(page.html.find(class_="err-sum").get_text())


def test_two_readers_at_once_do_not_mix(app):
    browsers = {language: speaking(browser_of(app), language) for language in LANGUAGES}

    pages = world.at_once(app, *[lambda one=one: one.get("/badges") for one in browsers.values() for _ in range(3)])

    told = [(page.html.html["lang"], page.html.find("h1").get_text()) for page in pages]
    assert len(set(told)) == 3
