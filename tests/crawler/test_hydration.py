"""Articles that stand only in the data for a page's scripts."""

import json

import pytest

from crawler.extract import extract_page
from model.errors import InputError

URL = "https://www.outlet.example/news/bridge"
TEXT = [
    "The council met on Monday and spoke for three hours about the new bridge over the river.",
    "Two members said that the cost was too high, and asked for another study before the summer.",
    "دو تن از اعضا می‌گویند هزینهٔ ساخت بسیار زیاد است و خواستار بررسی دوباره‌ای شده‌اند.",
    "A vote is expected in the autumn, when the new budget has been read for the second time.",
]
STATE = {
    "menu": [{"label": "A label of the menu that is rather long but says nothing at all"}] * 4,
    "teasers": [{"lead": "Another matter was decided by somebody else in the evening."}],
    "article": {"title": "Council meets", "blocks": [{"type": "p", "html": f"<p>{line}</p>"} for line in TEXT]},
}
ROWS = "1:" + json.dumps({"tree": ["x"]}) + "\n2a:" + json.dumps(STATE) + "\n"
SCRIPTS = {
    "next data": f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(STATE)}</script>',
    "assigned": f"<script>window.__INITIAL_STATE__ = {json.dumps(STATE)};window.go=1</script>",
    "pushed": f'<script>window["q"] = window["q"] || [];window["q"].push({json.dumps(STATE)})</script>',
    "in pieces": "".join(
        f"<script>self.__next_f.push([1,{json.dumps(ROWS[start : start + 300])}])</script>"
        for start in range(0, len(ROWS), 300)
    ),
}


def page(script: str) -> str:
    return f'<!doctype html><html><head><title>Council meets</title></head><body><div id="root"></div>{script}</body></html>'


@pytest.mark.parametrize("kind", SCRIPTS)
def test_the_article_is_found_in_the_data(kind: str) -> None:
    draft = extract_page(page(SCRIPTS[kind]), URL)
    assert draft.text == "\n\n".join(TEXT)
    assert draft.title == "Council meets"
    assert draft.facts is not None
    assert dict(draft.facts.known_from)["text"] == "script"


@pytest.mark.parametrize(
    "script",
    [
        "<script>" * 50_000,
        "<script>x=" + "[" * 200_000 + "</script>",
        "<script>" + "x=[" * 100_000 + "</script>",
        '<script type="application/json">' + '{"a":' * 100_000 + "</script>",
        "<script>var x = {broken: 'data'}</script>",
    ],
)
@pytest.mark.timeout(15)
def test_hostile_data_are_given_up_in_time(script: str) -> None:
    with pytest.raises(InputError, match="no article text"):
        extract_page(page(script), URL)
