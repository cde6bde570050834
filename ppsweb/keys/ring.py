"""The key ring: one master key, and from it one key for each purpose.

HKDF-SHA256 (RFC 5869) separates the purposes, so that a key that leaks from one use opens no other. The master
key is never written to the database. It is read once at start and lives in this process only.
"""

from __future__ import annotations

import hashlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MASTER_LENGTH = 32


class NoKeys(RuntimeError):
    """Something was to be sealed or opened before the master key was read."""


class Ring:
    """The master key and what is derived from it. Its repr shows nothing."""

    def __init__(self, master: bytes) -> None:
        if len(master) != MASTER_LENGTH:
            raise ValueError(f"The master key has {MASTER_LENGTH} bytes.")
        self._master = master
        self._derived: dict[str, bytes] = {}
        self._ciphers: dict[str, AESGCM] = {}

    def derive(self, purpose: str) -> bytes:
        """The 32-byte key of one purpose, the same each time."""
        if purpose not in self._derived:
            hkdf = HKDF(algorithm=hashes.SHA256(), length=32, salt=b"ppsweb", info=purpose.encode())
            self._derived[purpose] = hkdf.derive(self._master)
        return self._derived[purpose]

    def cipher(self, purpose: str) -> AESGCM:
        """AES-256-GCM under the key of one purpose."""
        if purpose not in self._ciphers:
            self._ciphers[purpose] = AESGCM(self.derive(purpose))
        return self._ciphers[purpose]

    def fingerprint(self) -> str:
        """A short name for the master key, which tells nothing about it."""
        return hashlib.sha256(self.derive("fingerprint")).hexdigest()[:16]

    def __repr__(self) -> str:
        return "Ring(…)"


_ring: Ring | None = None


def open_ring(master: bytes) -> Ring:
    """Read the master key into this process; every later seal and hash uses it."""
    global _ring
    _ring = Ring(master)
    return _ring


def ring() -> Ring:
    """The open ring; raises NoKeys before `open_ring`."""
    if _ring is None:
        raise NoKeys("The master key has not been read.")
    return _ring


def derive(purpose: str) -> bytes:
    """The 32-byte key of one purpose."""
    return ring().derive(purpose)
