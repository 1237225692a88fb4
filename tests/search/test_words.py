"""Words: a buyer finds a thing however she types its name, and nothing that she types does harm."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app import search
from app.search import ShelfRow, Sort, Wanted, analysis
from app.search.engine import backend
from app.shared.database import is_postgres, session
from tests.search.conftest import Market

SHORT = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
LONG = "ز" * 10_000


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("کیک", {"cake"}, id="Persian kaf and yeh"),
        pytest.param("كيك", {"cake"}, id="Arabic kaf and yeh"),
        pytest.param("ﮐﯿﮏ", {"cake"}, id="presentation forms"),
        pytest.param("کِیْک", {"cake"}, id="vowel marks"),
        pytest.param("کیـــک", {"cake"}, id="tatweel"),
        pytest.param("\u202bکی\u200dک\u200f", {"cake"}, id="marks of direction"),
        pytest.param("2500", {"dates"}, id="ASCII digits"),
        pytest.param("۲۵۰۰", {"dates"}, id="Persian digits"),
        pytest.param("٢٥٠٠", {"dates"}, id="Arabic digits"),
        pytest.param("دست‌باف", {"jajim"}, id="half-space"),
        pytest.param("دست باف", {"jajim"}, id="space"),
        pytest.param("دستباف", {"jajim"}, id="joined"),
        pytest.param("سوزندوزی", {"shawl"}, id="joined and stemmed"),
        pytest.param("سوزن دوزي", {"shawl"}, id="apart and Arabic"),
        pytest.param("سفره", {"tablecloth"}, id="ezafe left out"),
        pytest.param("سفرهٔ", {"tablecloth"}, id="ezafe above"),
        pytest.param("سفره‌ی", {"tablecloth"}, id="ezafe behind a half-space"),
        pytest.param("سفره ی", {"tablecloth"}, id="ezafe behind a space"),
        pytest.param("سفرۀ", {"tablecloth"}, id="ezafe in one letter"),
        pytest.param("سفرة", {"tablecloth"}, id="Arabic teh"),
        pytest.param("گوشواره", {"earrings"}, id="ezafe of the title left out"),
        pytest.param("آبی", {"shawl"}, id="alef with madda"),
        pytest.param("ابی", {"shawl"}, id="alef without madda"),
        pytest.param("رویا", {"doll"}, id="waw without hamza"),
        pytest.param("دمام", {"drum"}, id="without its shadda"),
        pytest.param("ارده", {"tahini"}, id="without its vowel"),
        pytest.param("زنبیل‌ها", {"basket", "big basket"}, id="plural"),
        pytest.param("زنبیلها", {"basket", "big basket"}, id="plural joined"),
        pytest.param("زنبیل‌های", {"basket", "big basket"}, id="plural with ezafe"),
        pytest.param("خرما", {"dates", "cake", "basket", "big basket"}, id="ezafe after alef"),
    ],
)
def test_a_word_is_found_however_it_is_written(market: Market, words: str, found: set[str]):
    assert set(market.found(words)) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("سبد حصیری", {"basket", "big basket"}, id="another name of the good"),
        pytest.param("قالیچه", set(), id="a name of nothing on sale"),
        pytest.param("گلوبند", set(), id="a name of another good"),
        pytest.param("basket", {"basket", "big basket"}, id="English"),
        pytest.param("SHAWL", {"shawl"}, id="English capitals"),
        pytest.param("دشتستان", {"big basket", "jajim", "dates", "tahini"}, id="county"),
        pytest.param("جاجیم دشتستان", {"jajim"}, id="thing and county"),
        pytest.param("زنبیل بوشهر", {"basket"}, id="thing and another county"),
        pytest.param("زیورآلات", {"earrings"}, id="category"),
        pytest.param("برگ نخل زنبیل", {"basket", "big basket"}, id="in any order"),
        pytest.param("زنبیل بزرگ", {"big basket"}, id="all words are wanted"),
        pytest.param("زنبیل را برای از بوشهر", {"basket"}, id="small words do not count"),
    ],
)
def test_more_than_the_title_is_known(market: Market, words: str, found: set[str]):
    hits = search.find(Wanted(words=words))

    assert (set(market.found(words)) if not hits.corrected else set()) == found


@pytest.mark.parametrize(
    ("words", "nearest"),
    [("زنبیر", "basket"), ("جاجبم", "jajim"), ("گوشوار", "earrings"), ("کلیلک زنبیل", "basket")],
)
def test_a_slip_finds_what_is_nearest_and_says_so(market: Market, words: str, nearest: str):
    found = search.find(Wanted(words=words))

    assert found.corrected
    assert nearest in market.named([row.product_id for row in found.rows])


def test_what_is_spelled_right_is_not_called_a_slip(market: Market):
    assert not search.find(Wanted(words="زنبیل")).corrected


def test_the_best_fit_comes_first(market: Market):
    assert market.found("خرما", Wanted(sort=Sort.BEST))[0] == "dates"
    assert market.found("کیک", Wanted(sort=Sort.BEST)) == ["cake"]


@pytest.mark.parametrize("words", ["", "   ", "\u200c", "…؟!"])
def test_no_words_find_everything_or_nothing_but_never_fail(market: Market, words: str):
    assert len(market.found(words)) in {0, len(market.ids)}
    assert len(market.found("   ")) == len(market.ids)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("' OR 1=1 --", id="SQL"),
        pytest.param("'); DROP TABLE shelf_row; --", id="more SQL"),
        pytest.param('"زنبیل', id="open quote"),
        pytest.param("زنبیل & | ! <-> :* ()", id="operators of PostgreSQL"),
        pytest.param("title:زنبیل AND NOT (body:* OR", id="operators of Whoosh"),
        pytest.param("\\x00\x00\\", id="backslashes and NUL"),
        pytest.param("\ud800\udfff", id="half a letter"),
        pytest.param("🧺🧺 👩🏽‍🌾", id="emoji"),
        pytest.param("از به که و در", id="small words alone"),
        pytest.param(LONG, id="one word of ten thousand letters"),
        pytest.param("زنبیل " * 2_000, id="two thousand words"),
        pytest.param(" ".join(f"واژه{number}" for number in range(500)), id="five hundred different words"),
        pytest.param("\u064b" * 500 + "زنبیل", id="a flood of marks"),
        pytest.param("\u200c" * 500, id="a flood of half-spaces"),
        pytest.param("<script>alert(1)</script>", id="a script"),
        pytest.param("%s %(x)s {0} ${jndi:x}", id="places to fill in"),
        pytest.param("½ ² ④ Ⅻ ㎏ ﷼ ﷺ", id="letters that fall apart"),
        pytest.param("1e5 0x1A 3.14 a-b@c.d http://x.y/z", id="numbers and addresses"),
    ],
)
def test_nothing_that_is_typed_does_harm(market: Market, words: str):
    found = search.find(Wanted(words=words))

    assert found.total >= len(found.rows)
    assert len(market.found()) == len(market.ids)


@SHORT
@given(words=st.text(max_size=60))
def test_any_text_can_be_asked_for(market: Market, words: str):
    found = search.find(Wanted(words=words))

    assert 0 <= found.total <= len(market.ids)


def texts() -> dict[int, set[str]]:
    """The terms of every listed product, title and body."""
    rows = session().scalars(select(ShelfRow).where(ShelfRow.listed))
    return {row.product_id: {*row.title_terms.split(), *row.body_terms.split()} for row in rows}


@SHORT
@given(data=st.data())
def test_the_engine_finds_exactly_what_has_one_term_of_every_group(market: Market, data: st.DataObject):
    known = texts()
    some = st.sampled_from([*sorted({term for terms in known.values() for term in terms}), "هیچ", "b0001"])
    groups = data.draw(st.lists(st.lists(some, min_size=1, max_size=3), min_size=1, max_size=3))

    found = set(backend().find(groups))

    assert found == {product for product, terms in known.items() if all(terms & {*group} for group in groups)}


def test_the_engine_is_the_one_of_the_database(market: Market):
    assert backend().name == ("postgresql" if is_postgres() else "whoosh")


@SHORT
@given(text=st.text(alphabet="ابپتجخزسشکگلمنویهآئؤ \u200c۱۲3", max_size=40))
def test_a_text_is_found_by_every_word_of_its_own(text: str):
    terms = set(analysis.title_terms(text))

    for word in text.split():
        for question in analysis.questions(word)[:1]:
            assert set(question) <= terms
