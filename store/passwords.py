"""Passwords as the record keeps them: salted scrypt (RFC 7914), never the password."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

_N, _R, _P = 2**15, 8, 1
"""Cost: 32 MiB and about a tenth of a second each."""
_MEMORY = 128 * _N * _R * 2


def hashed(password: str) -> str:
    """A password as it is kept: the function, its cost, the salt and the digest."""
    salt = secrets.token_bytes(16)
    return f"scrypt${_N}${_R}${_P}${_text(salt)}${_text(_digest(password, salt, _N, _R, _P))}"


def fits(password: str, kept: str) -> bool:
    """True where this is the password. Takes as long for a wrong one."""
    _, n, r, p, salt, digest = kept.split("$")
    found = _digest(password, base64.b64decode(salt), int(n), int(r), int(p))
    return hmac.compare_digest(found, base64.b64decode(digest))


def _digest(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode("utf-8", "surrogatepass"), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
