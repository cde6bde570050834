"""A locked file: AES-256, opened by the password alone, and still open to a screen reader."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from ppsweb import pdf
from ppsweb.pdf import reading
from tests.given.verapdf import Verdict, accessible

pytestmark = [pytest.mark.pdf, pytest.mark.slow]

PASSWORD = "river-candle-orbit-mint"  # noqa: S105


@pytest.fixture(scope="module")
def locked(sixty: pdf.Built) -> bytes:
    return pdf.protect(sixty.data, PASSWORD)


def test_the_right_password_gives_the_same_pages(sixty: pdf.Built, locked: bytes) -> None:
    assert reading.texts(locked, PASSWORD) == reading.texts(sixty.data)


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD.upper(), PASSWORD + "x", PASSWORD[:-1]])
def test_no_other_password_opens_it(locked: bytes, password: str) -> None:
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(locked), password=password)
    with pytest.raises(pypdfium2.PdfiumError):
        reading.texts(locked, password)


def test_it_is_aes_256_and_says_what_may_be_done(locked: bytes) -> None:
    with pikepdf.open(io.BytesIO(locked), password=PASSWORD) as file:
        assert (file.encryption.R, file.encryption.V, file.encryption.bits) == (6, 5, 256)
        assert file.encryption.stream_method == pikepdf.models.EncryptionMethod.aesv3
        assert file.user_password_matched
        assert not file.owner_password_matched
        assert file.allow.accessibility
        assert file.allow.print_highres
        assert not file.allow.modify_other
        assert not file.allow.modify_assembly
        assert not file.allow.modify_annotation
        assert bool(file.Root.Metadata)


def test_qpdf_says_the_same(locked: bytes, tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    path.write_bytes(locked)
    shown = subprocess.run(
        ["qpdf", "--show-encryption", f"--password={PASSWORD}", str(path)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "R = 6" in shown
    assert "extract for accessibility: allowed" in shown
    assert "stream encryption method: AESv3" in shown
    subprocess.run(["qpdf", "--check", f"--password={PASSWORD}", str(path)], capture_output=True, check=True)


def test_not_even_the_title_is_seen_without_it(sixty: pdf.Built, locked: bytes) -> None:
    title = b"The information that you asked for"

    def found(data: bytes, password: str) -> bool:
        with pikepdf.open(io.BytesIO(data), password=password) as file:
            plain = io.BytesIO()
            file.save(plain, encryption=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        return title in plain.getvalue()

    assert found(sixty.data, "")
    assert found(locked, PASSWORD)
    assert title not in locked


def test_it_is_as_accessible_as_before(verapdf: Callable[..., list[Verdict]], locked: bytes) -> None:
    with pikepdf.open(io.BytesIO(locked), password=PASSWORD) as file:
        plain = io.BytesIO()
        file.save(plain, encryption=False)
    accessible(verapdf(plain.getvalue())[0])


def test_locking_twice_gives_two_different_files_each_with_its_own_password(
    sixty: pdf.Built, locked: bytes
) -> None:
    again = pdf.protect(sixty.data, "another-password-of-four-words")
    assert again != locked
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(io.BytesIO(again), password=PASSWORD)


@pytest.mark.parametrize("password", ["", "eleven-char", "x" * 128, "ż" * 64])
def test_a_password_that_protects_little_is_refused(sixty: pdf.Built, password: str) -> None:
    with pytest.raises(ValueError, match="password"):
        pdf.protect(sixty.data, password)
