"""The data file's key, and the keys that are derived from it for other work."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

KEY_BYTES: Final = 32


def new_data_key() -> bytes:
    """A random key for a data file: 256 bits."""
    return secrets.token_bytes(KEY_BYTES)


def audit_key(data_key: bytes) -> bytes:
    """The key that chains the change log."""
    return _derived(data_key, b"hsct-desktop audit chain")


def manifest_key(data_key: bytes) -> bytes:
    """The key that seals the manifests of backups."""
    return _derived(data_key, b"hsct-desktop manifest")


def key_file_key(data_key: bytes) -> bytes:
    """The key that seals the list of slots in the key file."""
    return _derived(data_key, b"hsct-desktop key file")


def draft_key(data_key: bytes) -> bytes:
    """The key under which a form that waits while its window is locked is kept."""
    return _derived(data_key, b"hsct-desktop draft")


def _derived(data_key: bytes, purpose: bytes) -> bytes:
    """HKDF-SHA256 without salt (RFC 5869): keys of different purposes tell nothing of each other."""
    pseudorandom = hmac.new(bytes(32), data_key, hashlib.sha256).digest()
    return hmac.new(pseudorandom, purpose + b"\x01", hashlib.sha256).digest()
