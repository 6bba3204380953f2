"""API keys: shown once when made, stored as hashes. A key carries 256 random bits, so a plain SHA-256 cannot be searched."""

import hashlib
import secrets

PREFIX = "dmk_"


def make_key() -> str:
    return PREFIX + secrets.token_urlsafe(32)


def hash_key(key: str) -> str:
    """64 hex digits."""
    return hashlib.sha256(key.encode()).hexdigest()


def bearer(authorization: str | None) -> str | None:
    """The key in an `Authorization: Bearer` header, if it is one."""
    scheme, _, key = (authorization or "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" and key.strip() else None
