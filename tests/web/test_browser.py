"""The desk in Debian's Chromium: what a reader sees, hears and can reach."""

from __future__ import annotations

import dataclasses
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from browsers import DESKTOP, PHONE, browser, served
from desks import TEXT, TITLE, annotation, claim, demo_config, fill, keep
from places import free_ports

from alerts.payload import AlertPayload, RuleLine, dump, report_line
from model.access import Role
from model.annotation import Label, Mention, Modality
from model.notify import DeliveryKind, NewDelivery
from model.rules import Severity
from model.source import RunReport, RunStatus
from search.embedded import open_engine, open_writer
from search.stage import index_step
from store import Record, articles, deliveries, open_record, runs, stories, users
from store.annotations import save as save_annotation
from web.app import create_app

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ENGLISH = "The ministry says that the Guards never sent anyone to Toronto. " * 6
LONG = "supercalifragilistic" * 9


@dataclass(frozen=True)
class Desk:
    """A served desk, the pages that it has, and a browser."""

    chromium: Any
    address: str
    pages: tuple[str, ...]
    article: str


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home = tmp_path_factory.mktemp("desk")
    config, port = demo_config(), free_ports(1)[0]
    with browser() as chromium:
        record = open_record(f"sqlite:///{home / 'rasad.sqlite'}")
        key = _fill(record)
        with open_writer(home / "index", 32) as writer:
            index_step(record, writer, config.sources, 100)
        app = create_app(config, record, lambda: open_engine(home / "index"), home)
        pages = (
            "/", "/search?q=entity%3Airgc", "/search?q=football", "/search?q=football+AND+lang%3Ade", "/help",
            f"/article/{key}", f"/article/{key}?v=1", f"/article/{key}/changes", "/story/s1", "/entity/irgc", "/sources",
            "/source/harbour-ledger", "/alerts", f"/alert/{deliveries.listing(record)[0].id}", "/rules", "/digests",
            "/outbox",
        )  # fmt: skip
        with served(app, port) as address:
            yield Desk(chromium, address, pages, key)
        record.close()


def _fill(record: Record) -> str:
    key = fill(record)
    keep(record, "https://outlet.example/1", TITLE, TEXT.replace("فرستاده", "نفرستاده"))
    text = TEXT.replace("فرستاده", "نفرستاده")
    named = Mention(start=0, end=14, text="سپاه پاسداران", label=Label.ORG, id="irgc")
    inner = claim("کسی را", "", TITLE, text, Modality.DENIED)
    outer = claim("سپاه «کسی را» نفرستاده است", "پلیس", TITLE, text)
    save_annotation(record, "test", key, 2, annotation(outer, inner, mentions=(named,)))
    other = keep(record, f"https://outlet.example/{LONG}", f"Ministry denies {LONG}", ENGLISH)
    said = claim("the Guards never sent anyone", "The ministry", f"Ministry denies {LONG}", ENGLISH, Modality.DENIED)
    save_annotation(record, "test", other, 1, annotation(said))
    stories.assign(record, other, "s1")
    run = runs.start_run(record, "harbour-ledger", NOW)
    report = RunReport(status=RunStatus.WRONG_CONTENT, entries=2, problems=(f"https://outlet.example/{LONG}: no text",))
    runs.finish_run(record, run, report, NOW, NOW + timedelta(hours=1))
    article = articles.get(record, key)
    assert article is not None
    line = report_line(article, None, None, passage="سپاه پاسداران در تورنتو", spans=((0, 4),))
    rules = (RuleLine(id="irgc-toronto", title="The IRGC and Toronto", version=1),)
    payload = dump(AlertPayload(story_id="s1", severity=Severity.URGENT, rules=rules, reports=(line,)))
    new = NewDelivery(
        person_id="mina", kind=DeliveryKind.ALERT, subject_key="s1", channel="mail", revision=0, payload=payload
    )
    deliveries.put(record, [new], NOW)
    return key


@dataclass
class Reader:
    """A tab that notes what it asked for and what it complained of."""

    page: Any
    hosts: set[str]
    complaints: list[str]


@pytest.fixture
def reader(desk: Desk, request: pytest.FixtureRequest) -> Iterator[Reader]:
    options = getattr(request, "param", {})
    context = desk.chromium.new_context(viewport=options.get("viewport", DESKTOP), color_scheme=options.get("scheme"))
    context.set_default_timeout(8000)
    page = context.new_page()
    tab = Reader(page, set(), [])
    page.on("request", lambda asked: tab.hosts.add(asked.url.split("/")[2]))
    page.on("console", lambda line: tab.complaints.append(line.text))
    page.on("pageerror", lambda error: tab.complaints.append(str(error)))
    page.on("dialog", lambda dialog: tab.complaints.append(dialog.message))
    yield tab
    context.close()


def goto(desk: Desk, tab: Reader, path: str, lang: str = "en") -> Any:
    answer = tab.page.goto(f"{desk.address}{path}{'&' if '?' in path else '?'}ui={lang}")
    assert answer.status == 200, path
    return tab.page


@pytest.mark.parametrize(
    "reader", [{"viewport": DESKTOP}, {"viewport": PHONE}], indirect=True, ids=["desktop", "phone"]
)
@pytest.mark.parametrize("lang", ["en", "fa"])
def test_no_page_complains_asks_elsewhere_or_is_wider_than_the_screen(desk: Desk, reader: Reader, lang: str) -> None:
    for path in desk.pages:
        page = goto(desk, reader, path, lang)
        wide = page.evaluate("""() => [...document.querySelectorAll('body *')].filter(e => {
            const box = e.getBoundingClientRect();
            return box.width && !e.closest('.skip, thead, svg, .scroll') && (box.left < -1 || box.right > innerWidth + 1);
        }).map(e => e.tagName + '.' + e.className + ': ' + e.textContent.slice(0, 40))""")
        assert wide == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert page.evaluate("document.documentElement.dir") == {"en": "ltr", "fa": "rtl"}[lang]
    assert reader.complaints == []
    assert reader.hosts == {desk.address.split("//")[1]}


@pytest.mark.parametrize("reader", [{"scheme": "light"}, {"scheme": "dark"}], indirect=True, ids=["light", "dark"])
def test_every_text_stands_out_from_its_ground(desk: Desk, reader: Reader) -> None:
    """WCAG 2, level AA: a contrast of 4.5, of 3 for large letters."""
    for path in desk.pages:
        page = goto(desk, reader, path, "fa" if path == "/" else "en")
        assert page.evaluate(CONTRAST) == [], path


CONTRAST = """() => {
  const parse = c => { const n = c.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n };
  const light = c => { const [r, g, b] = c.slice(0, 3).map(v => { v /= 255;
    return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4 }); return .2126 * r + .7152 * g + .0722 * b };
  const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c[3] > .99) return c } return [255, 255, 255, 1] };
  const faint = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const e = walk.currentNode.parentElement, box = e.getBoundingClientRect();
    if (!walk.currentNode.data.trim() || !box.width || e.closest('svg, .skip, option')) continue;
    const style = getComputedStyle(e), a = light(parse(style.color)), b = light(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05), size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) faint.push(ratio.toFixed(2) + ' ' + e.className + ': ' + walk.currentNode.data.trim().slice(0, 40));
  }
  return faint;
}"""


def test_everything_that_can_be_used_has_a_name_and_every_page_one_heading(desk: Desk, reader: Reader) -> None:
    for path in desk.pages:
        page = goto(desk, reader, path)
        nameless = page.evaluate("""() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
            .filter(e => !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length))
            .map(e => e.outerHTML)""")
        assert nameless == [], path
        assert page.locator("h1").count() == 1, path
        assert page.locator("main").count() == 1
        assert page.locator("th:not([scope])").count() == 0, path
        assert (
            page.evaluate("new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size")
            == page.locator("[id]").count()
        )


def test_the_search_is_reached_and_used_by_keyboard_alone(desk: Desk, reader: Reader) -> None:
    page = goto(desk, reader, "/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "q":
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert page.evaluate("document.activeElement.name") == "q"
    assert outline != "0px", "where the keyboard stands must be seen"
    page.keyboard.type("تورنتو")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".hits mark").first.text_content() == "تورنتو"


def test_persian_pages_run_from_the_right_and_english_ones_from_the_left(desk: Desk, reader: Reader) -> None:
    for lang, side in (("en", 1), ("fa", -1)):
        page = goto(desk, reader, "/search?q=تورنتو OR football", lang)
        x = {name: page.locator(name).first.bounding_box()["x"] for name in (".brand", "nav", ".results", ".facets")}
        assert (x["nav"] - x[".brand"]) * side > 0
        assert (x[".facets"] - x[".results"]) * side > 0
        # A text keeps its own side whatever the page does: its last line ends where its script begins.
        for title, edge in ((page.locator("h2[dir=rtl] a"), "right"), (page.locator("h2[dir=ltr] a"), "left")):
            inner, outer = title.first.bounding_box(), page.locator(".hits").bounding_box()
            end = {"left": lambda box: box["x"], "right": lambda box: box["x"] + box["width"]}[edge]
            assert abs(end(inner) - end(outer)) < 2, (lang, edge)


def test_persian_is_shown_in_a_font_that_has_it(desk: Desk, reader: Reader) -> None:
    capable = subprocess.run(["fc-list", ":lang=fa", "family"], capture_output=True, text=True, check=True).stdout
    page = goto(desk, reader, f"/article/{desk.article}", "fa")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    for selector in ("article h1", ".body p", "aside h2", "q[dir=rtl]"):
        node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
        used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        main = max(used, key=lambda font: font["glyphCount"])
        assert main["familyName"] in capable, (selector, used)


def count(page: Any) -> int:
    return int(page.locator("h1.count").text_content().split()[0])


def test_facets_and_bars_narrow_the_hits_and_parts_can_be_taken_back(desk: Desk, reader: Reader) -> None:
    page = goto(desk, reader, "/search?q=*")
    everything = count(page)
    with page.expect_navigation():
        page.locator(".facets a", has_text="Threats").click()
    narrowed = count(page)
    assert 0 < narrowed < everything
    assert page.locator(".chips bdi").all_text_contents() == ["topic:threats"]
    with page.expect_navigation():
        page.locator(".timeline a").last.click()
    assert page.locator(".chips bdi").count() == 2
    assert 0 < count(page) <= narrowed
    with page.expect_navigation():
        page.locator(".chips a").first.click()
    with page.expect_navigation():
        page.locator(".chips a").first.click()
    assert count(page) == everything


def test_a_claim_leads_from_the_text_to_who_says_it_and_back(desk: Desk, reader: Reader) -> None:
    page = goto(desk, reader, f"/article/{desk.article}")
    # The inner claim lies within the outer one and both are marked: two styles on one piece of text.
    assert page.locator(".body .claim.alleged.claim.denied").count() >= 1
    page.locator(".body sup a", has_text="1").click()
    target = page.locator("ol.claims > li:target")
    assert "allegation (not proven)" in target.text_content()
    assert target.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)"
    target.locator("a").first.click()
    assert page.url.endswith("#said-1")


def test_no_script_runs_and_no_link_leaves_the_desk(desk: Desk, reader: Reader) -> None:
    for path in desk.pages:
        page = goto(desk, reader, path)
        assert page.locator("script, iframe, object, embed, [style], [onclick], [onload]").count() == 0, path
        left = page.evaluate(
            "[...document.querySelectorAll('[href], [src], [action]')].map(e => e.href || e.src || e.action)"
        )
        assert {str(url).split("/")[2] for url in left if isinstance(url, str)} == {desk.address.split("//")[1]}, path


def test_a_reader_logs_in_by_keyboard_gives_a_verdict_and_leaves(
    desk: Desk, reader: Reader, tmp_path_factory: pytest.TempPathFactory
) -> None:
    config, home = demo_config(), tmp_path_factory.mktemp("office")
    web = dataclasses.replace(config.settings.web, login="always")
    settings = dataclasses.replace(config.settings, web=web)
    record = open_record(f"sqlite:///{home / 'rasad.sqlite'}")
    key = fill(record)
    users.add(record, "مینا", "گذرواژه‌ای دراز", Role.ANALYST, None, NOW)
    with open_writer(home / "index", 32) as writer:
        index_step(record, writer, config.sources, 100)
    app = create_app(dataclasses.replace(config, settings=settings), record, lambda: open_engine(home / "index"), home)
    with served(app, free_ports(1)[0]) as address:
        page = reader.page
        page.goto(f"{address}/article/{key}?ui=fa")
        assert page.url.startswith(f"{address}/login?next=")
        assert page.evaluate(CONTRAST) == []
        assert page.evaluate("document.activeElement.name") == "name"
        page.keyboard.type("مینا")
        page.keyboard.press("Tab")
        page.keyboard.type("گذرواژه‌ای دراز")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator("article h1").text_content() == TITLE
        assert "rasad" not in page.evaluate("document.cookie"), "scripts must not see the session"
        with page.expect_navigation():
            page.get_by_role("button", name="به‌دردبخور").click()
        assert "به‌دردبخور · مینا" in page.locator("aside").text_content()
        with page.expect_navigation():
            page.get_by_role("button", name="خروج").click()
        page.goto(f"{address}/article/{key}")
        assert page.url.startswith(f"{address}/login")
    assert reader.complaints == []
    record.close()


def test_the_home_folder_is_not_served(desk: Desk, reader: Reader) -> None:
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/rasad.sqlite"):
        assert reader.page.request.get(f"{desk.address}{path}").status == 404, path
