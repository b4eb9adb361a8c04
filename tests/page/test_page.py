"""The report's page as a person meets it: matrix, drawing, filter, what changed, keys, dark, phone, paper."""

from pathlib import Path

import pytest

from scenarios.report import compare, html, told
from scenarios.report.document import Report
from scenarios.verdict import Held, Unknown
from tests.page.browser import Browser
from tests.scenarios.runs import EVERYTHING, WRONG, played, report

FOCUS = "document.activeElement"


def show(browser: Browser, made: Report, folder: Path, place: str = "") -> None:
    """Open the page of a report."""
    browser.open(html.write(made, folder).as_uri() + place)


def opened(browser: Browser, folder: Path) -> None:
    """Open the page at its broken case, and wait for the drawing."""
    show(browser, report(), folder, "#case-F2-moves")
    browser.js("drawn()")


def test_the_matrix_shows_every_case_by_step_and_level(browser: Browser, folder: Path) -> None:
    show(browser, report(), folder)
    assert browser.js("matrix()") == [
        ["A1", "✓held: subscribes", "", ""],
        ["F2", "✕broken: moves ✓held: trash", "?unknown: phone", "–not offered: series"],
        ["X", "?unknown: crossing", "", ""],
    ]
    assert browser.js("document.querySelector('h1').innerText") == "1 broken"
    assert browser.js("document.title") == "reference: cases: 2 held, 1 broken, 2 unknown, 1 not offered"


def test_a_tile_leads_to_its_case_and_its_proof_into_the_drawing(browser: Browser, folder: Path) -> None:
    show(browser, report(), folder)
    browser.js("document.querySelector('a.tile.broken').click()")
    browser.js("drawn()")
    assert browser.js("document.querySelector('#case-F2-moves').open")
    assert browser.js("document.querySelector('#case-F2-moves .seen dd').innerText") == "two <entries>"
    said = browser.js("texts('.said')")
    assert said[1].startswith('When Anna drags "Review" <b>to</b> 11:00')
    browser.js("document.querySelector('.evidence button').click()")
    browser.js("new Promise(requestAnimationFrame)")
    assert "UpdateItem" in browser.js(f"{FOCUS}.getAttribute('aria-label')")
    assert "proves the verdict" in browser.js(f"{FOCUS}.getAttribute('aria-label')")


def test_the_drawing_has_an_arrow_for_each_way(browser: Browser, folder: Path) -> None:
    opened(browser, folder)
    heads = browser.js("texts('.head')")
    assert heads == ["browser", "add-in", "Outlook", "product", "Exchange"]
    assert [one.split(", ")[1].split(":")[0] for one in browser.js("spoken()")] == [
        "connection 2",
        "Outlook to Exchange",
        "connection 1",
        "connection 2",
        "connection 3",
        "Exchange to Exchange",
    ]
    assert max(browser.js("missed()")) < 8, "the arrow leads from lane to lane"


def test_an_arrow_opens_what_went_over_the_wire(browser: Browser, folder: Path) -> None:
    opened(browser, folder)
    browser.js("document.querySelector('li.c1 button').focus()")
    browser.key("Enter")
    raw = browser.js("[...document.querySelectorAll('li.c1 .raw pre')].map(one => one.innerText)")
    assert raw == ['{\n  "origin": "addin",\n  "subject": "</script>"\n}', '{\n  "oid": "1"\n}']
    browser.key("Escape")
    assert browser.js("document.querySelector('li.c1 .raw').hidden")
    assert browser.js(f"{FOCUS}.getAttribute('aria-expanded')") == "false"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("<a x='1'><b>t</b><c/></a>", "<a x='1'>\n  <b>t</b>\n  <c/>\n</a>"),
        ("<?xml version='1.0'?><a><b></b></a>", "<?xml version='1.0'?>\n<a>\n  <b></b>\n</a>"),
        ("<a><b>cut", "<a>\n  <b>cut"),
        ("</a></b>", "</a>\n</b>"),
        ('{"a":[1]}', '{\n  "a": [\n    1\n  ]\n}'),
        ("neither", "neither"),
    ],
)
def test_raw_texts_are_indented_even_if_they_are_wrong(raw: str, shown: str, browser: Browser, folder: Path) -> None:
    show(browser, report(), folder)
    assert browser.js(f"pretty({raw!r})") == shown


def test_the_filter(browser: Browser, folder: Path) -> None:
    show(browser, report(), folder)
    everything = ["A1-subscribes", "F2-moves", "F2-trash", "F2-phone", "F2-series", "X-crossing"]
    assert browser.js("shownCases()") == everything
    browser.key("/")
    browser.write("CROSSING entry")
    assert browser.js("shownCases()") == ["X-crossing"]
    browser.js("document.getElementById('filter').reset(); filter()")
    browser.js("document.getElementById('step').value = 'F*'; filter()")
    assert browser.js("shownCases()") == ["F2-moves", "F2-trash", "F2-phone", "F2-series"]
    browser.js("document.querySelector('input[value=held]').click()")
    assert browser.js("shownCases()") == ["F2-moves", "F2-phone", "F2-series"]
    assert browser.js("document.getElementById('shown').value") == "3 of 6 cases"
    browser.js("document.getElementById('search').value = 'nowhere'; filter()")
    assert browser.js("!document.getElementById('none').hidden")
    browser.js("document.querySelector('a.tile').click()")
    browser.js("soon()")
    assert browser.js("shownCases()") == everything, "a case that is asked for is shown"


def test_what_changed_is_shown(browser: Browser, folder: Path) -> None:
    before = report(played("F2/moves", Held()), played("F2/gone", Held()), played("X/crossing", WRONG))
    made = report()
    show(browser, told.since(made, compare.compared(made, before, Path("old.json"))), folder)
    rows = browser.js("texts('.changes tbody tr')")
    assert "F2/moves ✓ held ✕ broken ▼ worse" in rows
    assert "F2/gone ✓ held not played gone" in rows
    assert "X/crossing ✕ broken ? unknown ▲ better" in rows
    assert "F2/phone not played ? unknown new" in rows
    assert browser.js("document.querySelector('a.tile.broken sup').title") == "held -> broken"
    assert browser.js("texts('.others summary')") == ["6 others"]
    show(browser, told.since(made, compare.compared(made, made, Path("old.json"))), folder)
    assert "Nothing changed." in browser.js("document.getElementById('changed').innerText")


def test_it_is_used_by_keyboard_alone(browser: Browser, folder: Path) -> None:
    show(browser, report(), folder)
    browser.key("Tab")
    assert browser.js(f"{FOCUS}.innerText") == "to the matrix"
    browser.key("Enter")
    browser.key("Tab")
    assert browser.js(f"{FOCUS}.dataset.case") == "A1/subscribes"
    browser.key("ArrowRight")
    assert browser.js(f"{FOCUS}.dataset.case") == "F2/moves"
    browser.key("Enter")
    browser.js("drawn()")
    assert browser.js(f"{FOCUS}.closest('details').id") == "case-F2-moves"
    browser.js("document.querySelector('li.c0 button').focus()")
    browser.key("ArrowDown")
    assert "connection 1" in browser.js(f"{FOCUS}.getAttribute('aria-label')")
    browser.key("ArrowUp")
    assert "Outlook to Exchange" in browser.js(f"{FOCUS}.getAttribute('aria-label')")
    browser.key("Tab", shift=True)
    assert browser.js(f"{FOCUS}.innerText").startswith("When Anna")
    assert browser.js("nameless()") == []


def test_dark_and_light_can_both_be_read(browser: Browser, folder: Path) -> None:
    backgrounds = []
    for dark in (False, True):
        browser.dark(dark)
        opened(browser, folder)
        backgrounds.append(browser.js("getComputedStyle(document.body).backgroundColor"))
        assert browser.js("faint()") == []
    assert backgrounds == ["rgb(251, 250, 247)", "rgb(20, 23, 26)"]


def test_on_a_phone_nothing_is_wider_than_the_screen(browser: Browser, folder: Path) -> None:
    browser.size(375, 800)
    opened(browser, folder)
    assert browser.js("document.documentElement.scrollWidth") <= 375


def test_on_paper_the_broken_cases_stand_open(browser: Browser, folder: Path) -> None:
    show(browser, report(), folder)
    browser.js("addEventListener('beforeprint', () => { window.seen = document.querySelector('#case-F2-moves').open })")
    assert browser.pdf().startswith(b"%PDF")
    assert browser.js("window.seen")
    assert not browser.js("document.querySelector('#case-F2-moves').open")


def test_a_case_of_a_thousand_runs_can_be_read(browser: Browser, folder: Path) -> None:
    one = EVERYTHING[0]
    runs = [*[played("X/any-call-fails", Held(), title=f"run {n}") for n in range(1000)], one]
    runs += [played("X/any-call-fails", Unknown("lost"), title="run 1000")]
    made = report(*runs, played("X/any-call-fails", WRONG, title="the one"))
    path = html.write(made, folder)
    assert path.stat().st_size < 500_000
    browser.open(path.as_uri() + "#case-X-any-call-fails")
    case = "document.querySelector('#case-X-any-call-fails')"
    assert browser.js(f"{case}.querySelectorAll('.scenario').length") == 2 + html.SAMPLES
    assert browser.js(f"{case}.querySelector('.scenario .title').innerText") == "the one"
    assert browser.js(f"{case}.querySelector('.title').innerText") == "run 0, and 1,001 others"
    assert browser.js(f"{case}.querySelector('.listed summary').innerText") == "997 more"
    assert browser.js(f"{case}.querySelector('.bar').innerText").split() == [
        "✓", "1,000", "held", "✕", "1", "broken", "?", "1", "unknown",
    ]  # fmt: skip
    assert browser.js(f"{case}.getBoundingClientRect().height") < 3000
