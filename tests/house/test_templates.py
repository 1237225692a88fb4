"""Templates compose components, and hold no script, no style and no unescaped word of anybody."""

import re

import pytest

from tests.house.reading import Source, styles, templates

COMPONENT = "templates/components/"
MACRO = re.compile(r"{%-?\s*macro\s+(\w+)\(")
TAKEN = re.compile(r"""{%-?\s*from\s+["']components/(\w+)\.html["']\s+import\s+([\w\s,]+?)\s*-?%}""")
JINJA = re.compile(r"{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)
PHYSICAL = re.compile(
    r"(?:^|[;{\s])(?:(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)[a-z-]*"
    r"|border-(?:top|bottom)-(?:left|right)-radius|left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)


def inline(source: Source) -> list[str]:
    """Scripts and styles that the content security policy would have to allow."""
    wrong = {
        "style attribute": r"<[^>]*\sstyle\s*=",
        "style element": r"<style\b",
        "script without src": r"<script\b(?![^>]*\ssrc=)",
        "script with words": r"<script\b[^>]*>\s*[^<\s]",
        "event attribute": r"<[^>]*\son[a-z]+\s*=",
        "javascript address": r"javascript:",
    }
    page = JINJA.sub("x", source.text)
    return [f"{source.path} {what}" for what, pattern in wrong.items() if re.search(pattern, page, re.IGNORECASE)]


def unescaped(source: Source) -> list[str]:
    """`safe` after anything but a literal of the template's own."""
    literal = r"""(?:'[^']*'|"[^"]*")\s*\|\s*safe\b"""
    rest = re.sub(literal, "", source.text)
    return [f"{source.path} {word}" for word in ("|safe", "| safe", "autoescape") if word in rest]


def physical(source: Source) -> list[str]:
    """Left and right, where start and end would turn round with the language."""
    rules = re.sub(r"/\*.*?\*/", "", source.text, flags=re.DOTALL)
    return [f"{source.path} {found.group().strip()}" for found in PHYSICAL.finditer(rules)]


def crowded(source: Source) -> list[str]:
    """A file of components with another number of macros than one."""
    macros = MACRO.findall(source.text)
    return [] if len(macros) == 1 else [f"{source.path} holds {len(macros)} macros: {macros}"]


def idle(sources: list[Source]) -> list[str]:
    """Components that no page uses, and macros that are taken and left lying."""
    used, found = set(), []
    for source in sources:
        rest = TAKEN.sub("", source.text)
        for file, names in TAKEN.findall(source.text):
            for name in re.split(r"\s*,\s*", names.strip()):
                if re.search(rf"\b{name.rpartition(' ')[2]}\(", rest):
                    used.add(file)
                else:
                    found.append(f"{source.path} takes {name} and does not use it")
    components = {source.path.removeprefix(COMPONENT).removesuffix(".html") for source in components_of(sources)}
    return found + [f"nobody uses {name}" for name in sorted(components - used)]


def components_of(sources: list[Source]) -> list[Source]:
    return [source for source in sources if source.path.startswith(COMPONENT)]


@pytest.mark.parametrize("law", [inline, unescaped], ids=lambda law: law.__name__)
def test_every_template_keeps_the_law(law):
    assert [breach for source in templates() for breach in law(source)] == []


def test_there_is_one_macro_to_a_component():
    assert components_of(templates())
    assert [breach for source in components_of(templates()) for breach in crowded(source)] == []


def test_every_component_is_used():
    assert idle(templates()) == []


def test_styles_turn_round_with_the_language():
    assert styles()
    assert [breach for source in styles() for breach in physical(source)] == []


@pytest.mark.parametrize(
    ("law", "text"),
    [
        (inline, '<p style="color:red">'),
        (inline, "<style>p{}</style>"),
        (inline, "<script>alert(1)</script>"),
        (inline, '<script src="x.js">alert(1)</script>'),
        (inline, '<a href="#" onclick="go()">'),
        (inline, '<a href="javascript:go()">'),
        (unescaped, "{{ product.title|safe }}"),
        (unescaped, "{{ product.title | safe }}"),
        (unescaped, "{% autoescape false %}"),
        (physical, "p{margin-left:1rem}"),
        (physical, "p{color:red;padding-right : 0}"),
        (physical, "p{\n  left: 0;\n}"),
        (physical, "p{text-align:right}"),
        (physical, "p{float: left}"),
        (physical, "p{border-top-left-radius:4px}"),
        (physical, "p{border-left-width:4px}"),
        (crowded, "{% macro one() %}{% endmacro %}{% macro two() %}{% endmacro %}"),
        (crowded, "<p>no macro</p>"),
    ],
)
def test_a_breach_is_found(law, text):
    assert law(Source("templates/shop/home.html", text))


@pytest.mark.parametrize(
    ("law", "text"),
    [
        (inline, '<script src="/static/js/site.js" defer></script><p class="styled" data-on="1">'),
        (unescaped, "{{ ('<em>%s</em>'|safe)|format(name) }}"),
        (physical, "p{margin-inline-start:1rem;text-align:start;--left:1}a{color:copyright}/* left: of it */"),
        (crowded, "{% macro one(a, b=1) -%}{%- endmacro %}"),
    ],
)
def test_what_is_allowed_is_not_called_a_breach(law, text):
    assert law(Source("templates/shop/home.html", text)) == []


def test_a_component_that_nobody_uses_is_found():
    card = Source(f"{COMPONENT}card.html", "{% macro card(x) %}{% endmacro %}")
    takes = '{% from "components/card.html" import card %}'

    assert idle([card]) == ["nobody uses card"]
    assert len(idle([card, Source("templates/page.html", takes)])) == 2
    assert idle([card, Source("templates/page.html", takes + "{{ card(1) }}")]) == []
