"""How property tests run here: few examples, the same ones each time, no file of past failures."""

from __future__ import annotations

from datetime import date

from hypothesis import settings
from hypothesis import strategies as st

quick = settings(max_examples=80, derandomize=True, database=None, deadline=None)
days = st.dates(min_value=date(2003, 1, 1), max_value=date(2030, 12, 31))
