"""A password on a finished file."""

from __future__ import annotations

import secrets
from io import BytesIO

import pikepdf

from ppsweb.pdf.rendering import saved

SHORTEST, LONGEST = 12, 127  # PDF 2.0 cuts a password after 127 bytes without a word

#: whoever has the password may read, have read out, print and copy what is theirs; nobody alters it unnoticed
PERMISSIONS = pikepdf.Permissions(
    accessibility=True,
    extract=True,
    print_lowres=True,
    print_highres=True,
    modify_annotation=False,
    modify_assembly=False,
    modify_form=False,
    modify_other=False,
)


def protect(data: bytes, password: str) -> bytes:
    """The file under AES-256 (revision 6): without the password not even its title can be read.

    The password is the protection; the permissions are only a request to the reader's program. PDF/UA-1 (7.16)
    wants the one for accessibility. The same file twice gives different bytes. Raises ValueError on a password
    too short to withstand guessing, or longer than PDF keeps.
    """
    if len(password) < SHORTEST or len(password.encode()) > LONGEST:
        raise ValueError(f"the password needs {SHORTEST} characters, and at most {LONGEST} bytes")
    # An empty owner password would open the file for everybody, so that nobody has it but chance.
    owner = secrets.token_urlsafe(32)
    lock = pikepdf.Encryption(user=password, owner=owner, R=6, aes=True, metadata=True, allow=PERMISSIONS)
    with pikepdf.open(BytesIO(data)) as pdf:
        return saved(pdf, lock)
