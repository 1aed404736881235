"""A key that is held while the window is locked: wrapped by a short PIN, in memory alone, for five tries."""

from __future__ import annotations

import secrets
from typing import Final

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.vault.slot import COST, NONCE_BYTES, SALT_BYTES, stretched

TRIES: Final = 5
_ABOUT: Final = b"hsct-desktop held key 1"


class WrongPin(KnownError):
    """The PIN is another one; `left` tries remain."""

    def __init__(self, left: int) -> None:
        super().__init__("wrong_pin", count=left)


class KeyDestroyed(KnownError):
    """After five wrong tries there is nothing left to open: the passphrase is needed."""

    def __init__(self) -> None:
        super().__init__("pin_key_destroyed")


class HeldKey:
    """The data key under a PIN. A PIN is short: it holds because tries are counted, and because nothing is on disk."""

    def __init__(self, salt: bytes, nonce: bytes, sealed: bytes) -> None:
        self._salt, self._nonce, self._sealed = salt, nonce, sealed
        self.tries_left = TRIES

    @classmethod
    def hold(cls, data_key: bytes, pin: str) -> HeldKey:
        """Wrap the key; the caller drops its own."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        salt, nonce = secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
        return cls(salt, nonce, AESGCM(stretched(pin, salt, COST)).encrypt(nonce, data_key, _ABOUT))

    def release(self, pin: str) -> bytes:
        """The key. Raises WrongPin, and KeyDestroyed at the fifth wrong try and ever after."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        if self.tries_left <= 0:
            raise KeyDestroyed
        self.tries_left -= 1  # before the work: a try that is interrupted counts
        try:
            key = AESGCM(stretched(pin, self._salt, COST)).decrypt(self._nonce, self._sealed, _ABOUT)
        except InvalidTag:
            if self.tries_left == 0:
                self.destroy()
                raise KeyDestroyed from None
            raise WrongPin(self.tries_left) from None
        self.tries_left = TRIES
        return key

    def destroy(self) -> None:
        """Forget the wrapped key."""
        self.tries_left = 0
        self._salt = self._nonce = self._sealed = b""
