"""Answers that refuse us, and answers that only hold such words."""

from __future__ import annotations

import pytest
from loopback import article

from crawler.feeds.refusal import refusal, status_of_answer
from model.source import RunStatus

TEXT = ["The company put a captcha on its page; access denied, said the users. Just a moment, it answered."] * 40


def page(words: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head>{head}</head><body><h1>{words}</h1></body></html>".encode()


@pytest.mark.parametrize(
    ("status", "headers", "body", "expected"),
    [
        (403, {}, b"", RunStatus.BLOCKED),
        (401, {}, b"", RunStatus.BLOCKED),
        (429, {}, b"slow down", RunStatus.BLOCKED),
        (451, {}, b"", RunStatus.GEO_BLOCKED),
        (404, {}, page("Forbidden fruit"), None),
        (404, {}, page("x", "<script src='/recaptcha/api.js'></script>"), None),
        (500, {}, page("Server error"), None),
        (503, {}, page("Just a moment..."), RunStatus.CHALLENGED),
        (403, {"cf-mitigated": "challenge"}, b"", RunStatus.CHALLENGED),
        (405, {"x-amzn-waf-action": "captcha"}, b"", RunStatus.CHALLENGED),
        (500, {"x-datadome": "protected"}, b"", None),
        (200, {}, page("x", "<script src='/cdn-cgi/challenge-platform/h/b/orchestrate.js'></script>"), RunStatus.CHALLENGED),
        (200, {}, page("Welcome", "<script>var recaptcha = 1;</script>"), None),
        (200, {}, page("Verify you are human"), RunStatus.CHALLENGED),
        (200, {}, article("A story on captchas", TEXT), None),
        (200, {}, page("This content is not available in your region"), RunStatus.GEO_BLOCKED),
        (403, {}, page("Error 1009: Access denied"), RunStatus.GEO_BLOCKED),
        (200, {}, page("دسترسی به این صفحه از کشور شما ممکن نیست"), RunStatus.GEO_BLOCKED),
        (200, {}, b'<iframe src="http://10.10.34.35/?type=Invalid Site"></iframe>', RunStatus.BLOCKED),
        (200, {}, page("Access is denied"), RunStatus.BLOCKED),
        (200, {}, b"", None),
        (200, {}, b"\xff\xfe\x00", None),
    ],
)  # fmt: skip
def test_refusals(status: int, headers: dict[str, str], body: bytes, expected: RunStatus | None) -> None:
    assert refusal(status, headers, body) is expected
    assert status_of_answer(status, headers, body) is (expected or RunStatus.DEAD)
