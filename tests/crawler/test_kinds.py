"""Pages that answer 200 and are no article, in the shape of real ones."""

import pytest
from loopback import article

from crawler.extract import extract_page
from model.errors import InputError

URL = "https://www.outlet.example/news/2026/bridge"
MENU = "".join(f'<li><a href="/{n}">Section number {n}</a></li>' for n in range(12))
LONG = [
    f"Paragraph {n}: the council of the town spoke about the bridge, and the members asked what it would cost this year."
    for n in range(9)
]


def page(title: str, body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


KINDS = {
    "challenge, waiting": (
        page(
            "Just a moment...",
            '<div class="main-wrapper"><h1>www.outlet.example</h1><h2>Verifying you are human. This may take a few seconds.</h2>'
            "<p>www.outlet.example needs to review the security of your connection before proceeding.</p>"
            '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/x"></script><p>Ray ID: 8f00aa</p></div>',
        ),
        "a challenge to browsers",
    ),
    "challenge, frame": (
        page(
            "",
            '<iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=9">Request unsuccessful.</iframe>'
            "<p>Request unsuccessful. Please wait while the connection to the site is tested.</p>",
        ),
        "a challenge to browsers",
    ),
    "denied": (
        page(
            "Access Denied",
            "<h1>Access Denied</h1><p>You don't have permission to access this page on this server.</p><p>Reference #18.ab12</p>",
        ),
        "a refusal of access",
    ),
    "country": (
        page("Outlet", "<h1>Sorry</h1><p>This content is not available in your country for reasons of licence.</p>"),
        "a refusal by country",
    ),
    "consent, English": (
        page(
            "Before you continue",
            "<h1>We value your privacy</h1><p>We and our 842 partners store and/or access information on a device, such as cookies, "
            "and process personal data, for personalised ads and content.</p><p>With your consent we and our partners may use precise "
            "location data. You may click to consent, or manage your options. Some partners rely on legitimate interest.</p>"
            "<button>Accept all</button><p>Our privacy policy and cookie policy say more.</p>",
        ),
        "a consent page",
    ),
    "consent, Persian": (
        page(
            "حریم خصوصی شما",
            "<h1>حریم خصوصی شما برای ما مهم است</h1><p>ما برای بهبود خدمات از کوکی استفاده می‌کنیم. کوکی‌ها پرونده‌های کوچکی هستند.</p>"
            "<p>با پذیرش همه، استفاده از کوکی‌ها را می‌پذیرم.</p>",
        ),
        "a consent page",
    ),
    "missing, English": (
        page(
            "Page not found | The Outlet",
            f"<ul>{MENU}</ul><h1>Page not found</h1><p>The page you are looking for may have been moved, deleted or may never have "
            "existed. Try the search, or go back to our front page and start again from there.</p>",
        ),
        "not found",
    ),
    "missing, number": (page("404", "<h1>Oops! 404</h1><p>We have looked everywhere, also under the carpet.</p>"), "not found"),
    "missing, Persian": (
        page(
            "صفحه مورد نظر یافت نشد - خبرگزاری",
            "<h1>خطای ۴۰۴</h1><p>صفحه‌ای که به دنبال آن هستید پیدا نشد. ممکن است نشانی آن تغییر کرده یا حذف شده باشد.</p>",
        ),
        "not found",
    ),
    "missing, Arabic": (
        page("عذرا، الصفحة غير موجودة", "<h1>الصفحة غير موجودة</h1><p>لم يتم العثور على الصفحة التي تبحث عنها في هذا الموقع.</p>"),
        "not found",
    ),
    "repairs": (
        page("The Outlet", "<p>Our site is temporarily unavailable while we repair it. Please come back in an hour or two.</p>"),
        "a page about repairs",
    ),
    "signing in": (
        page("Sign in to your account", "<h1>Sign in</h1><p>Enter your address and password to go on reading our newspaper.</p>"),
        "a page to sign in",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_that_is_no_article_is_refused_by_its_kind(kind: str) -> None:
    html, says = KINDS[kind]
    with pytest.raises(InputError) as raised:
        extract_page(html, URL)
    assert says in raised.value.thing
    assert "not an article" in raised.value.thing


@pytest.mark.parametrize(
    "title",
    [
        "Access denied: how the town lost its library",
        "404 days without a mayor",
        "The story is not over for the bridge",
        "Captcha farms move to the valley",
        "Sign in sheets of the council were forged, says auditor",
        "The cookie law, ten years on",
        "Page missing from the minister's diary",
    ],
)
@pytest.mark.parametrize("head", ["", '<meta property="og:type" content="article">'])
def test_articles_about_such_things_are_articles(title: str, head: str) -> None:
    lines = [
        *LONG,
        "The site said: are you a robot? Its cookies need your consent, and the page was not found.",
        *LONG[:2],
    ]
    draft = extract_page(article(title, [f"{line} ({n})" for n, line in enumerate(lines * 3)], head=head), URL)
    assert draft.title == title


def test_a_page_on_a_host_of_consent_is_none() -> None:
    with pytest.raises(InputError, match="a consent page"):
        extract_page(article("Outlet", LONG), "https://consent.outlet.example/collect?next=/news/1")
