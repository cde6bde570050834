"""The invented families, plants like the staff, so that nobody takes them for real people.

Larkshire is not a county and LK is not a postcode area; 01632 960 and 07700 900 are kept free for stories, and
mail.example takes no mail.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ppsweb.authorities.models import Capacity, Method
from ppsweb.cases.models import Outcome, Topic

RING, MESSAGE, WRITE, EMAIL = "safe_to_ring", "safe_to_leave_message", "safe_to_write", "safe_to_email"
EVERYTHING = (RING, MESSAGE, WRITE, EMAIL)


@dataclass(frozen=True, kw_only=True)
class Family:
    """One client with a case: `opened` and `last` are so many days ago, `notes` is how many there are."""

    name: str
    officer: str
    topic: Topic
    level: int
    opened: int
    last: int
    notes: int
    phone: str
    safe: tuple[str, ...] = EVERYTHING
    child: str | None = None
    child_born: int | None = None
    school: str = "Larkford Primary School"
    email: str | None = None
    verified: bool = False
    capacity: Capacity = Capacity.PARENT
    method: Method = Method.PHONE
    conditions: str | None = None
    advice: str | None = None
    phrase: str | None = None
    language: str = "en"
    interpreter: bool = False
    postcode: str | None = None
    others: tuple[tuple[str, str], ...] = ()
    closed: int | None = None
    outcome: Outcome | None = None

    @property
    def first_name(self) -> str:
        return self.name.split()[0]

    @property
    def child_name(self) -> str:
        """The child's first name; a young person speaks for themself."""
        return (self.child or self.name).split()[0]

    def born_on(self, today: date) -> date | None:
        """The child's invented day of birth, so that the child is as old today as the story says."""
        if self.child_born is None:
            return None
        return date(
            today.year - self.child_born, 1 + len(self.name) % 12, 1 + len(self.phone + self.name) % 28
        )


PLUM = Family(
    name="Petra Plum", child="Pip Plum", child_born=9, officer="oak", topic=Topic.TRIBUNAL, level=4,
    opened=470, last=2, notes=59, phone="01632 960 201", email="petra.plum@mail.example", verified=True,
    postcode="LK2 4PL", phrase="greengage", others=(("other_parent", "Percy Plum"), ("sibling", "Prue Plum")),
    conditions="Nothing is to be told to Pip’s school without asking Petra first.",
)  # fmt: skip

HAWTHORN = Family(
    name="Hazel Hawthorn", child="Harvey Hawthorn", child_born=6, officer="oak", topic=Topic.ASSESSMENT_REQUEST,
    level=2, opened=96, last=6, notes=12, phone="07700 900 212", safe=(RING,), postcode="LK4 1HH",
    advice="Ring on weekdays between 9:30 and 11:30 only. If anybody else answers, say it is a wrong number.",
    phrase="silver hedge", school="Bramble Hill Primary School",
)  # fmt: skip

HEATH = Family(
    name="Heath Hawthorn", child="Harvey Hawthorn", child_born=6, officer="orchid",
    topic=Topic.ASSESSMENT_REQUEST, level=1, opened=40, last=21, notes=3, phone="07700 900 223",
    safe=(RING, EMAIL), email="heath.hawthorn@mail.example", school="Bramble Hill Primary School",
)  # fmt: skip

ROSEHIP = Family(
    name="Rowan Rosehip", child="Robin Rosehip", child_born=4, officer="oak", topic=Topic.DRAFT_PLAN, level=2,
    opened=75, last=4, notes=9, phone="01632 960 234", email="rowan.rosehip@mail.example", verified=True,
    postcode="LK1 7RR", school="Little Acorns Nursery",
)  # fmt: skip

BRACKEN = Family(
    name="Basil Bracken", child="Briony Bracken", child_born=13, officer="orchid", topic=Topic.EXCLUSION, level=3,
    opened=130, last=3, notes=14, phone="01632 960 245", capacity=Capacity.CARER, postcode="LK3 2BB",
    school="Fernleigh Academy", others=(("relative", "Beryl Bracken"),),
    conditions="The service may speak to the virtual school, but not to Fernleigh Academy.",
)  # fmt: skip

JUNIPER = Family(
    name="Jasmine Juniper", officer="oleander", topic=Topic.TRANSFER, level=2, opened=58, last=8, notes=7,
    phone="07700 900 256", safe=(RING, WRITE, EMAIL), email="jasmine.juniper@mail.example", verified=True,
    capacity=Capacity.YOUNG_PERSON, school="Larkford College",
    advice="Jasmine would rather have a text first, then a call. Give her time to answer.",
)  # fmt: skip

PEPPERCORN = Family(
    name="Polina Peppercorn", child="Peter Peppercorn", child_born=7, officer="orchid", topic=Topic.SEN_SUPPORT,
    level=2, opened=88, last=11, notes=6, phone="07700 900 267", safe=(RING, MESSAGE), language="pl",
    interpreter=True, method=Method.INTERPRETER, school="Mill Stream Primary School",
)  # fmt: skip

SORREL = Family(
    name="Saffron Sorrel", child="Sunny Sorrel", child_born=10, officer="oleander", topic=Topic.PLACEMENT, level=3,
    opened=160, last=15, notes=10, phone="01632 960 278", language="ur", postcode="LK5 9SS",
    email="saffron.sorrel@mail.example", school="Mill Stream Primary School",
)  # fmt: skip

BILBERRY = Family(
    name="Briar Bilberry", child="Bud Bilberry", child_born=11, officer="oak", topic=Topic.TRANSPORT, level=2,
    opened=66, last=9, notes=8, phone="01632 960 289", safe=(RING, MESSAGE, WRITE), school="Fernleigh Academy",
)  # fmt: skip

TEASEL = Family(
    name="Tamsin Teasel", child="Teddy Teasel", child_born=8, officer="orchid", topic=Topic.ANNUAL_REVIEW, level=2,
    opened=210, last=18, notes=11, phone="01632 960 290", email="tamsin.teasel@mail.example", verified=True,
    school="Larkford Primary School", others=(("professional", "Tilda Tansy, speech and language therapist"),),
)  # fmt: skip

THISTLE = Family(
    name="Theo Thistle", child="Thea Thistle", child_born=5, officer="oleander", topic=Topic.ASSESSMENT_REQUEST,
    level=1, opened=4, last=1, notes=3, phone="01632 960 301", method=Method.IN_PERSON,
)  # fmt: skip

LAVENDER = Family(
    name="Linden Lavender", child="Lily Lavender", child_born=16, officer="oak", topic=Topic.ATTENDANCE, level=1,
    opened=330, last=255, notes=5, phone="01632 960 312", safe=(WRITE,), postcode="LK2 8LL",
    school="Fernleigh Academy",
)  # fmt: skip

CHERVIL = Family(
    name="Clementine Chervil", child="Cosmo Chervil", child_born=7, officer="orchid", topic=Topic.SEN_SUPPORT,
    level=1, opened=120, last=52, notes=4, phone="01632 960 323", school="Bramble Hill Primary School",
)  # fmt: skip

IVY = Family(
    name="Iris Ivy", child="Igor Ivy", child_born=14, officer="oleander", topic=Topic.MEDIATION, level=3,
    opened=240, last=20, notes=9, phone="01632 960 334", email="iris.ivy@mail.example", school="Fernleigh Academy",
    closed=12, outcome=Outcome.AGREED,
)  # fmt: skip

FOXGLOVE = Family(
    name="Fern Foxglove", child="Felix Foxglove", child_born=17, officer="oak", topic=Topic.REFUSAL_TO_ASSESS,
    level=3, opened=2270, last=1960, notes=8, phone="01632 960 345", postcode="LK6 3FF",
    school="Mill Stream Primary School", closed=1930, outcome=Outcome.DECIDED,
)  # fmt: skip

FAMILIES = (
    FOXGLOVE, PLUM, LAVENDER, IVY, TEASEL, SORREL, BRACKEN, CHERVIL, HAWTHORN, PEPPERCORN, ROSEHIP, BILBERRY,
    JUNIPER, HEATH, THISTLE,
)  # fmt: skip

#: calls of people who gave no name or no permission: days ago, officer, level, topic
ENQUIRIES = (
    (3, "oak", 1, Topic.SEN_SUPPORT), (5, "orchid", 1, Topic.EXCLUSION), (9, "oleander", 1, Topic.ADMISSION),
    (16, "oak", 1, Topic.TRANSPORT), (23, "orchid", 2, Topic.ASSESSMENT_REQUEST), (31, "oleander", 1, Topic.OTHER),
    (37, "oak", 1, Topic.ATTENDANCE), (44, "orchid", 1, Topic.SEN_SUPPORT),
)  # fmt: skip

#: the service began so many days ago
FOUNDED = 2300
