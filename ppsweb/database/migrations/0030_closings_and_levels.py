"""Each closing of a case and each change of its level, in tables of their own."""

from peewee import BlobField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model

from ppsweb.database.fields import new_id


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

    class Case(Base):
        officer = ForeignKeyField(Member)
        status = CharField(max_length=80)
        closed_on = DateField(null=True)
        outcome = CharField(max_length=80, null=True)

        class Meta:
            table_name = "cases"

    class CaseClosing(Base):
        case = ForeignKeyField(Case, on_delete="RESTRICT")
        closed_on = DateField()
        outcome = CharField(max_length=80)
        closed_by = ForeignKeyField(Member, on_delete="RESTRICT", backref="+")
        reopened_at = DateTimeField(null=True)
        reopened_by = ForeignKeyField(Member, null=True, on_delete="RESTRICT", backref="+")

        class Meta:
            table_name = "case_closings"

    class CaseLevel(Base):
        case = ForeignKeyField(Case, on_delete="RESTRICT")
        data_key = ForeignKeyField(DataKey, on_delete="RESTRICT")
        member = ForeignKeyField(Member, on_delete="RESTRICT", backref="+")
        was = IntegerField()
        level = IntegerField()
        reason = BlobField()

        class Meta:
            table_name = "case_levels"

    return Case, CaseClosing, CaseLevel


def up(migrator, db):
    Case, CaseClosing, CaseLevel = models(db)
    db.create_tables([CaseClosing, CaseLevel], safe=False)
    # What is closed already has a closing too. Who closed it stands in the record of access only: its officer is named.
    for case in Case.select().where(Case.status == "closed"):
        CaseClosing.insert(
            id=new_id(),
            version=1,
            created_at=case.closed_on,
            case=case.id,
            closed_on=case.closed_on,
            outcome=case.outcome,
            closed_by=case.officer_id,
        ).execute()


def down(migrator, db):
    _, CaseClosing, CaseLevel = models(db)
    db.drop_tables([CaseLevel, CaseClosing], safe=False)
