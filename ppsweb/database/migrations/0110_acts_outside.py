"""What is done with bodies outside and on what it rests, what was done without permission, what ended with one."""

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

    class DataKey(Base):
        class Meta:
            table_name = "data_keys"

    class Member(Base):
        class Meta:
            table_name = "members"

    class Authority(Base):
        class Meta:
            table_name = "authorities"

    class Organisation(Base):
        class Meta:
            table_name = "organisations"

    class Case(Base):
        class Meta:
            table_name = "cases"

    class Breach(Base):
        case = ForeignKeyField(Case, on_delete="RESTRICT")
        data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
        cause = CharField(max_length=80)
        opened_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
        why = BlobField(null=True)
        told = CharField(max_length=80)
        told_because = BlobField(null=True)
        learned = BlobField(null=True)
        reported = BooleanField(null=True)
        closed_by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")
        closed_at = DateTimeField(null=True)

        class Meta:
            table_name = "breaches"

    class Act(Base):
        case = ForeignKeyField(Case, on_delete="RESTRICT")
        data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
        authority = ForeignKeyField(Authority, null=True, on_delete="RESTRICT")
        breach = ForeignKeyField(Breach, null=True, unique=True, on_delete="RESTRICT")
        purpose = CharField(max_length=80)
        organisation = ForeignKeyField(Organisation, null=True, backref="+", on_delete="RESTRICT")
        member = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
        state = CharField(max_length=80)
        planned_for = DateField(null=True)
        happened_at = DateTimeField(null=True)
        happened_on = DateField(null=True)
        recorded_at = DateTimeField(null=True)
        done_by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")
        channel = CharField(max_length=80)
        recipient = BlobField(null=True)
        shared = BlobField()
        categories = CharField(max_length=80, null=True)
        also_present = BlobField(null=True)
        client_agreed = BooleanField()
        parents_words = BlobField(null=True)
        ended_at = DateTimeField(null=True)
        ended_because = CharField(max_length=80, null=True)
        late = BooleanField()
        late_seen_at = DateTimeField(null=True)
        late_seen_by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")

        class Meta:
            table_name = "acts"
            indexes = ((("case", "created_at"), False), (("authority", "state"), False))

    class SharingEnd(Base):
        case = ForeignKeyField(Case, on_delete="RESTRICT")
        data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
        authority = ForeignKeyField(Authority, backref="+", on_delete="RESTRICT")
        outcome = CharField(max_length=80, null=True)
        words = BlobField(null=True)
        dealt_by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")
        dealt_at = DateTimeField(null=True)

        class Meta:
            table_name = "sharing_ends"
            indexes = ((("authority", "case"), False),)

    return [Breach, Act, SharingEnd]


def up(migrator, db):
    db.create_tables(models(db), safe=False)
    migrator.migrate(migrator.add_index("authorities", ("data_key_id", "organisation_id", "purpose"), False))


def down(migrator, db):
    migrator.migrate(migrator.drop_index("authorities", "authorities_data_key_id_organisation_id_purpose"))
    db.drop_tables(list(reversed(models(db))), safe=False)
