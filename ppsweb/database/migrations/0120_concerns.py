"""Concerns about a child at risk, the decisions about them, and what followed."""

from peewee import (
    BlobField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
)


def models(db):
    class Base(Model):
        id = CharField(max_length=26, primary_key=True)
        version = IntegerField()
        created_at = DateTimeField()

        class Meta:
            database = db

    def there(name):
        return type(name, (Base,), {"Meta": type("Meta", (), {"table_name": name})})

    Key, Member, Authority, Person, Case = (
        there(name) for name in ("data_keys", "members", "authorities", "people", "cases")
    )

    def to(table, **options):
        return ForeignKeyField(table, backref="+", on_delete="RESTRICT", **options)

    class Concern(Base):
        authority = to(Authority)
        data_key = to(Key)
        recorded_by = to(Member)
        happened_at = DateTimeField()
        facts = BlobField()
        about_whom = BlobField()
        opinion = BlobField()
        about_member = to(Member, null=True)

        class Meta:
            table_name = "concerns"

    class ConcernLink(Base):
        concern = to(Concern, unique=True)
        data_key = to(Key)
        person = to(Person)
        case = to(Case)
        linked_by = to(Member)
        how_known = BlobField()

        class Meta:
            table_name = "concern_links"

    class ConcernClosing(Base):
        concern = to(Concern, unique=True)
        data_key = to(Key)
        closed_by = to(Member)
        words = BlobField()

        class Meta:
            table_name = "concern_closings"

    class ConcernDecision(Base):
        concern = to(Concern)
        data_key = to(Key)
        authority = to(Authority)
        shared = BooleanField()
        basis = CharField(max_length=80)
        urgent = BooleanField()
        decided_by = to(Member)
        by_manager = BooleanField()
        asked = to(Member)
        reasons = BlobField()
        alternatives = BlobField()
        permission_sought = CharField(max_length=80)
        parent_told = CharField(max_length=80)
        child_asked = CharField(max_length=80)
        recipient = BlobField(null=True)
        organisation = BlobField(null=True)
        what = BlobField(null=True)
        protected = BlobField(null=True)
        checks = CharField(max_length=80, null=True)
        relevance = BlobField(null=True)
        recipient_function = BlobField(null=True)
        more_detrimental = BooleanField(null=True)
        detriment = BlobField(null=True)
        review_due = DateField()

        class Meta:
            table_name = "concern_decisions"

    class DecisionApproval(Base):
        decision = to(ConcernDecision)
        data_key = to(Key)
        approved_by = to(Member)
        by_manager = BooleanField()
        agrees = BooleanField()
        words = BlobField()
        mac = CharField(max_length=64)

        class Meta:
            table_name = "decision_approvals"
            indexes = ((("decision", "approved_by"), True),)

    class Telling(Base):
        decision = to(ConcernDecision)
        data_key = to(Key)
        authority = to(Authority)
        told_by = to(Member)
        happened_at = DateTimeField()
        channel = CharField(max_length=80)
        verified = CharField(max_length=80)
        recipient = BlobField()
        organisation = BlobField()
        what = BlobField()
        sha256 = BlobField()

        class Meta:
            table_name = "concern_tellings"

    class Step(Base):
        concern = to(Concern)
        data_key = to(Key)
        recorded_by = to(Member)
        kind = CharField(max_length=80)
        happened_on = DateField()
        due = DateField(null=True)
        reference = BlobField(null=True)
        words = BlobField()

        class Meta:
            table_name = "concern_steps"

    return [Concern, ConcernLink, ConcernClosing, ConcernDecision, DecisionApproval, Telling, Step]


def up(migrator, db):
    db.create_tables(models(db), safe=False)


def down(migrator, db):
    db.drop_tables(models(db)[::-1], safe=False)
