"""How easy a text is to read: the two Flesch formulas, with syllables counted by pyphen (D9.06, D9.07)."""

from __future__ import annotations

import re
from functools import cache

import pyphen  # type: ignore[import-untyped]

_SENTENCE_END = re.compile(r"(?<=[.!?])[”’\"')]*\s+")
_WORD = re.compile(r"[^\W_]+(?:['’!.-][^\W_]+)*")


def sentences(block: str) -> list[str]:
    """The sentences of one block (a paragraph, a list item, a cell), which ends the last of them."""
    return [sentence for sentence in _SENTENCE_END.split(block.strip()) if words(sentence)]


def words(text: str) -> list[str]:
    """The words of a text; SOS!SEN and e-mail are one each."""
    return _WORD.findall(text)


@cache
def syllables(word: str) -> int:
    """As many as pyphen finds places to divide the word, and one."""
    return len(_dictionary().positions(word)) + 1


def flesch_reading_ease(blocks: list[str]) -> float:
    """206.835 - 1.015 (words / sentences) - 84.6 (syllables / words): the higher the easier."""
    per_sentence, per_word = _rates(blocks)
    return 206.835 - 1.015 * per_sentence - 84.6 * per_word


def flesch_kincaid_grade(blocks: list[str]) -> float:
    """0.39 (words / sentences) + 11.8 (syllables / words) - 15.59: years at school, five less than the age."""
    per_sentence, per_word = _rates(blocks)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59


def _rates(blocks: list[str]) -> tuple[float, float]:
    found = [sentence for block in blocks for sentence in sentences(block)]
    spoken = [word for sentence in found for word in words(sentence)]
    return len(spoken) / len(found), sum(syllables(word) for word in spoken) / len(spoken)


@cache
def _dictionary() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="en_US")
