"""Where the master key lies: a file that only the service's account may read, or a systemd credential.

The recovery sheet is the same key on paper, for the service's own cabinet: without it, a lost machine means
lost files, because nobody else can open them.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import stat
from pathlib import Path

from ppsweb.keys.ring import MASTER_LENGTH

CREDENTIAL = "ppsweb-master-key"


class MasterKeyRefused(RuntimeError):
    """The master key is missing, damaged, or readable by others."""


def create(path: Path, secret: bytes | None = None) -> None:
    """Write a master key (default: a new one) to a new file of mode 0600; refuses to replace one."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise MasterKeyRefused(f"{path} exists; a master key is never replaced.") from None
    with os.fdopen(handle, "w") as file:
        file.write((secret or secrets.token_bytes(MASTER_LENGTH)).hex() + "\n")


def read(path: Path) -> bytes:
    """The master key from systemd's credentials or from the file.

    Raises MasterKeyRefused if it is missing, not 64 hexadecimal characters, or open to others than its owner.
    """
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    credential = Path(folder, CREDENTIAL) if folder else None
    if credential is not None and credential.exists():
        return _parse(credential)
    if not path.exists():
        raise MasterKeyRefused(f"There is no master key at {path}.")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise MasterKeyRefused(f"{path} can be read by others: chmod 600 {path}")
    return _parse(path)


def _parse(path: Path) -> bytes:
    try:
        master = bytes.fromhex(path.read_text().strip())
    except ValueError:
        raise MasterKeyRefused(f"{path} does not hold 64 hexadecimal characters.") from None
    if len(master) != MASTER_LENGTH:
        raise MasterKeyRefused(f"{path} does not hold 64 hexadecimal characters.")
    return master


def to_sheet(master: bytes) -> list[str]:
    """The key as four lines of four groups to copy by hand, each line with its own check letters."""
    text = base64.b32encode(master).decode().rstrip("=").ljust(56, "A")
    lines = []
    for number in range(4):
        part = text[number * 14 : number * 14 + 14]
        groups = " ".join(part[start : start + 4] for start in range(0, 14, 4))
        lines.append(f"{number + 1}   {groups}   {_check(number, part)}")
    return lines


def from_sheet(lines: list[str]) -> bytes:
    """The key from the sheet's four lines; raises MasterKeyRefused naming the line that was misread."""
    text = ""
    for number, line in enumerate(lines):
        letters = "".join(line.upper().split())[1:]
        part, check = letters[:14], letters[14:]
        if len(part) != 14 or check != _check(number, part):
            raise MasterKeyRefused(f"Line {number + 1} of the recovery sheet was not copied as printed.")
        text += part
    if len(lines) != 4:
        raise MasterKeyRefused("The recovery sheet has four lines.")
    return base64.b32decode(text[:52] + "====")


def _check(number: int, part: str) -> str:
    return base64.b32encode(hashlib.sha256(f"{number}{part}".encode()).digest()).decode()[:3]
