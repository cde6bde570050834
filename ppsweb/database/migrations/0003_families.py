"""Authorities, clients, the people named in their files, search, cases and notes."""

from peewee import (
    SQL,
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
)

from ppsweb.database.engine import is_postgresql


def models(db):
    class Base(Model):
        id = CharField(max_length=26, primary_key=True)
        version = IntegerField()
        created_at = DateTimeField()

        class Meta:
            database = db

    class DataKey(Base):
        class Meta:
            table_name = "data_keys"

    class Member(Base):
        class Meta:
            table_name = "members"

    class Authority(Base):
        kind = CharField(max_length=80)
        purpose = CharField(max_length=80)
        data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
        given_at = DateTimeField(index=True)
        recorded_by = ForeignKeyField(Member, on_delete="RESTRICT")
        giver = BlobField(null=True)
        capacity = CharField(max_length=80, null=True)
        method = CharField(max_length=80, null=True)
        wording_version = CharField(max_length=40, null=True)
        wording_hash = CharField(max_length=64, null=True)
        language = CharField(max_length=12, null=True)
        read_back = BooleanField(constraints=[SQL("DEFAULT FALSE")])
        words = BlobField(null=True)
        conditions = BlobField(null=True)
        valid_until = DateField(null=True)
        withdrawn_at = DateTimeField(null=True)
        withdrawn_by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")
        withdrawn_because = BlobField(null=True)
        invalidated_at = DateTimeField(null=True)
        invalidated_because = BlobField(null=True)

        class Meta:
            table_name = "authorities"

    class Person(Base):
        audit_ref = CharField(max_length=26, unique=True)
        data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
        authority = ForeignKeyField(Authority, on_delete="RESTRICT")
        capacity = CharField(max_length=80)
        name = BlobField()
        born_on = BlobField(null=True)
        born_on_hash = CharField(max_length=20, null=True, index=True)
        postcode = BlobField(null=True)
        postcode_hash = CharField(max_length=20, null=True, index=True)
        language = CharField(max_length=12)
        needs_interpreter = BooleanField()
        safe_to_ring = BooleanField()
        safe_to_leave_message = BooleanField()
        safe_to_write = BooleanField()
        safe_to_email = BooleanField()
        contact_advice = BlobField(null=True)
        pass_phrase = BlobField(null=True)
        died_noted_at = DateTimeField(null=True)

        class Meta:
            table_name = "people"

    class Contact(Base):
        person = ForeignKeyField(Person, on_delete="RESTRICT")
        data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
        kind = CharField(max_length=80)
        value = BlobField()
        verified_at = DateTimeField(null=True)
        verified_by = ForeignKeyField(Member, null=True, on_delete="RESTRICT")
        code_hash = CharField(max_length=64, null=True)
        code_sent_at = DateTimeField(null=True)
        unverified_because = CharField(max_length=40, null=True)
        ended_at = DateTimeField(null=True)

        class Meta:
            table_name = "contacts"

    class NamedPerson(Base):
        person = ForeignKeyField(Person, on_delete="RESTRICT")
        data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
        relation = CharField(max_length=80)
        name = BlobField()
        born_on = BlobField(null=True)
        born_on_hash = CharField(max_length=20, null=True, index=True)
        school = BlobField(null=True)

        class Meta:
            table_name = "named_people"

    class SearchEntry(Base):
        person = ForeignKeyField(Person, unique=True, on_delete="CASCADE")
        number = BigIntegerField(unique=True)

        class Meta:
            table_name = "search_entries"

    class Case(Base):
        audit_ref = CharField(max_length=26, unique=True)
        data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
        authority = ForeignKeyField(Authority, on_delete="RESTRICT")
        person = ForeignKeyField(Person, on_delete="RESTRICT")
        child = ForeignKeyField(NamedPerson, null=True, on_delete="RESTRICT")
        reference = BlobField()
        officer = ForeignKeyField(Member, on_delete="RESTRICT")
        status = CharField(max_length=80, index=True)
        level = IntegerField()
        topic = CharField(max_length=80)
        opened_at = DateTimeField(index=True)
        last_contact_at = DateTimeField(index=True)
        closed_on = DateField(null=True, index=True)
        outcome = CharField(max_length=80, null=True)

        class Meta:
            table_name = "cases"
            indexes = ((("officer", "last_contact_at"), False),)

    class Note(Base):
        case = ForeignKeyField(Case, on_delete="RESTRICT")
        data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
        author = ForeignKeyField(Member, on_delete="RESTRICT")
        happened_at = DateTimeField(index=True)
        channel = CharField(max_length=80)
        minutes = IntegerField(null=True)
        facts = BlobField(null=True)
        parents_view = BlobField(null=True)
        childs_view = BlobField(null=True)
        information_given = BlobField(null=True)
        observation = BlobField(null=True)
        told_in_confidence = BooleanField()
        corrects = ForeignKeyField("self", null=True, backref="corrections", on_delete="RESTRICT")
        sealed_off_at = DateTimeField(null=True)
        sealed_off_by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")
        sealed_off_because = BlobField(null=True)
        filed_as = ForeignKeyField("self", null=True, backref="filed_from", on_delete="RESTRICT")

        class Meta:
            table_name = "notes"

    class CaseCover(Base):
        case = ForeignKeyField(Case, on_delete="RESTRICT")
        data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
        member = ForeignKeyField(Member, on_delete="RESTRICT")
        reason = BlobField()
        until = DateField(index=True)

        class Meta:
            table_name = "case_covers"

    class CaseConflict(Base):
        case = ForeignKeyField(Case, on_delete="RESTRICT")
        data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
        member = ForeignKeyField(Member, on_delete="RESTRICT")
        reason = BlobField()

        class Meta:
            table_name = "case_conflicts"
            indexes = ((("case", "member"), True),)

    class Enquiry(Base):
        member = ForeignKeyField(Member, on_delete="RESTRICT")
        happened_on = DateField(index=True)
        channel = CharField(max_length=80)
        level = IntegerField()
        topic = CharField(max_length=80)

        class Meta:
            table_name = "enquiries"

    return [
        Authority,
        Person,
        Contact,
        NamedPerson,
        SearchEntry,
        Case,
        Note,
        CaseCover,
        CaseConflict,
        Enquiry,
    ]


def up(migrator, db):
    db.create_tables(models(db), safe=False)
    if is_postgresql(db):
        db.execute_sql("CREATE TABLE search_tokens (number bigint PRIMARY KEY, tokens tsvector NOT NULL)")
        db.execute_sql("CREATE INDEX search_tokens_tokens ON search_tokens USING gin (tokens)")
    else:
        db.execute_sql(
            "CREATE VIRTUAL TABLE search_tokens USING fts5("
            "tokens, content='', contentless_delete=1, detail=none)"
        )


def down(migrator, db):
    db.execute_sql("DROP TABLE search_tokens")
    db.drop_tables(list(reversed(models(db))), safe=False)
