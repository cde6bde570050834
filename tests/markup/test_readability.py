"""The two formulas against a text whose figures are known."""

from __future__ import annotations

import pytest

from tests.markup.readability import flesch_kincaid_grade, flesch_reading_ease, sentences, syllables, words

ANCHOR = "We give free advice to parents. You can call us. We will not tell anyone you called unless you say we can."


def test_anchor() -> None:
    """97.91 and 1.4 are the figures of textstat 0.7.4, which rounds both rates to a tenth: 7.3 and 1.2 (D9.07)."""
    per_sentence = len(words(ANCHOR)) / len(sentences(ANCHOR))
    per_word = sum(map(syllables, words(ANCHOR))) / len(words(ANCHOR))
    assert (round(per_sentence, 1), round(per_word, 1)) == (7.3, 1.2)
    assert flesch_reading_ease([ANCHOR]) == pytest.approx(206.835 - 1.015 * per_sentence - 84.6 * per_word)
    assert flesch_reading_ease([ANCHOR]) == pytest.approx(97.91, abs=2)
    assert flesch_kincaid_grade([ANCHOR]) == pytest.approx(1.4, abs=0.3)


def test_hard_text_scores_low() -> None:
    """The control of every leaflet's score: the formulas do find a text too hard."""
    hard = (
        "Notwithstanding the aforementioned considerations, the authority's determination regarding the necessity of "
        "statutory provision constitutes an appealable administrative decision."
    )
    assert flesch_reading_ease([hard]) < 0
    assert flesch_kincaid_grade([hard]) > 20


def test_sentences_and_words() -> None:
    assert sentences("“It is so.” Yes! SOS!SEN runs a line. By 5pm") == [
        "“It is so.",
        "Yes!",
        "SOS!SEN runs a line.",
        "By 5pm",
    ]
    assert words("SOS!SEN: the council’s e-mail (1)") == ["SOS!SEN", "the", "council’s", "e-mail", "1"]
    assert syllables("information") == 4
    assert syllables("plan") == 1
