"""What a hostile publisher puts on a page: served so that reading it is shown to be safe, never to be clever.

Each part is harmless bytes on loopback: scripts that would leave a mark, markup nested thousands deep, an entity
declaration that would grow, direction overrides and zero-width letters, addresses of the private network.
"""

from __future__ import annotations

MARK = "rasad-hostile-mark"
"""Stands in every active part: if it ever shows at the desk or in a mail, something was not escaped or cut."""

DEPTH = 5_000
"""How deep the nesting goes."""


def in_head() -> str:
    """Active and misleading parts for the page's head."""
    return (
        f'<script>document.title="{MARK}"</script>'
        f'<meta name="author" content="&lt;script&gt;{MARK}&lt;/script&gt;">'
        '<meta http-equiv="refresh" content="86400;url=http://169.254.169.254/latest/meta-data/">'
        '<base target="_top">'
    )


def in_body() -> str:
    """Parts for the end of the body: nesting, scripts, an entity bomb as text, confusing letters."""
    bomb = "".join(f'<!ENTITY boom{level} "{f"&boom{level - 1};" * 10 if level else "boom"}">' for level in range(9))
    confusing = "\u202elatigid\u202c \u2066\u202d7\u200b5\u200b2\u2069 \u200e\u200f\u061c\ufeff"
    return (
        f'<img src="x" alt="" onerror="document.title=\'{MARK}\'">'
        f"<svg><script>{MARK}</script></svg><style>*{{content:'{MARK}'}}</style>"
        f"<iframe src=\"javascript:void('{MARK}')\"></iframe><a href=\"javascript:alert('{MARK}')\">{confusing}</a>"
        '<a href="http://127.0.0.1:22/">.</a><a href="file:///etc/passwd">.</a><a href="http://[::1]/">.</a>'
        f"<!-- <!DOCTYPE x [{bomb}]> &boom8; --><div hidden>&boom8;&#x110000;&#0;</div>"
        f"{'<div><span>' * DEPTH}{MARK}{'</span></div>' * DEPTH}"
    )
