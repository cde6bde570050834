"""The only place that sanitises markup or marks text safe; nothing else imports bleach or nh3.

Rich text (leaflets) goes through `clean` when it is saved and through `safe` when it is shown; notes and
every other plain text go through `plain`. Forms ask `text_problem` before anything is stored.
"""

from __future__ import annotations

from ppsweb.markup.characters import text_problem
from ppsweb.markup.cleaning import Cleaned, clean, safe
from ppsweb.markup.limits import TooMuch
from ppsweb.markup.plain import plain

__all__ = ["Cleaned", "TooMuch", "clean", "plain", "safe", "text_problem"]
