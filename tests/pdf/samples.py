"""Documents to draw: a leaflet and the items of a pack, of invented content."""

from __future__ import annotations

import random
import re

from ppsweb import pdf

WORDS = tuple(
    re.findall(
        r"\w+",
        """the family school plan meeting support letter asked said reading progress after summer term teacher agreed
        review spoke telephone worried transport place help group assessment council officer explained options both
        next steps date decision reasons paper copy sent received home quiet morning lunch friends class writing""",
    )
)


def words(number: int, seed: int) -> str:
    """So many words, always the same for a seed, in sentences."""
    chance = random.Random(seed)  # noqa: S311
    said = []
    while number > 0:
        length = min(number, chance.randint(6, 16))
        sentence = " ".join(chance.choice(WORDS) for _ in range(length))
        said.append(sentence.capitalize() + ".")
        number -= length
    return " ".join(said)


def leaflet(paragraphs: int = 6) -> str:
    """The body of a leaflet with everything that a leaflet may hold."""
    parts = "".join(
        f"<h2>{title}</h2>"
        + "".join(f"<p>{words(60, seed * 100 + each)}</p>" for each in range(paragraphs // 2))
        for seed, title in enumerate(
            ["Who can ask", "What you send", "What happens next", "If the answer is no"]
        )
    )
    return f"""<header class="masthead"><p class="service">Bradwell Parent Partnership Service</p>
<h1>Asking for an assessment</h1><p class="summary">How to ask the council to find out what help your child needs.</p>
</header><main>{parts}
<h3>Żółty dzień, in Polish</h3><p lang="pl">Zażółć gęślą jaźń.</p>
<ul><li>a letter or an e-mail</li><li>what the school has done so far<ul><li>reports</li></ul></li></ul>
<ol><li>You ask.</li><li>The council answers within <strong>six weeks</strong>.</li></ol>
<blockquote><p>A quotation of the law.</p></blockquote>
<table><caption>Dates</caption><thead><tr><th scope="col">Step</th><th scope="col">When</th></tr></thead>
<tbody><tr><th scope="row">Answer</th><td>6 weeks</td></tr><tr><th scope="row">Draft plan</th><td>16 weeks</td></tr>
</tbody></table></main>
<section class="sources"><h2>Sources</h2><ul><li><a href="https://www.legislation.gov.uk/uksi/2014/1530">The 2014
Regulations</a>, regulation 5</li></ul></section>"""


def reference(number: int) -> str:
    """What the text of an item shows once, and the check looks for."""
    return f"Item-{number:04d}"


def item(number: int, length: int = 200) -> pdf.Item:
    """A note for a pack, of about so many words."""
    paragraphs = "".join(f"<p>{words(length // 4, number * 10 + each)}</p>" for each in range(4))
    return pdf.Item(
        reference(number),
        f"<h2>Telephone call, {1 + number % 28} March 2026</h2>"
        f'<p class="meta">{reference(number)}. Recorded by A. Officer.</p>{paragraphs}',
    )


def front(labels: list[str], letter: int = 150) -> pdf.packing.FrontHtml:
    """Cover letter and contents of a pack."""

    def html(pages: list[int]) -> str:
        entries = "".join(
            f'<li><a href="{pdf.jump(at)}">{label}</a>, page {page}</li>'
            for at, (label, page) in enumerate(zip(labels, pages, strict=True), start=1)
        )
        return (
            f"<h1>Your information</h1><p>{words(letter, 7)}</p>"
            f'<h2>Contents</h2><ul class="contents">{entries}</ul>'
        )

    return html


def pack(items: int, length: int = 200) -> pdf.Pack:
    """A pack of so many notes."""
    return pdf.Pack(
        title="The information that you asked for",
        reference="Reference 7Q4K-2MXD",
        front_html=front([f"Telephone call {number}" for number in range(1, items + 1)]),
        items=[item(number, length) for number in range(1, items + 1)],
    )
