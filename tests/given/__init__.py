"""What a test is given: a database cluster, certificates, a browser, and the other servers the site talks to.

Each module here is loaded as a pytest plugin (tests/conftest.py), so its fixtures are known to every test.
Whatever cannot be started fails the test that asked for it, and says what to install: nothing is skipped.
"""

from __future__ import annotations


class NotInstalled(RuntimeError):
    """A program that the tests need is not on this machine; the message says how it gets there."""

    def __init__(self, program: str, package: str) -> None:
        super().__init__(f"{program} was not found. Run: apt-get install {package}   (make test does it)")
