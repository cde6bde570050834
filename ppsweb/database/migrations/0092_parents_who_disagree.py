"""What another parent said against sharing, and since when a permission waits for it."""

from peewee import BlobField, CharField, DateTimeField, ForeignKeyField, IntegerField, Model


def models(db):
    class Base(Model):
        id = CharField(max_length=26, primary_key=True)
        version = IntegerField()
        created_at = DateTimeField()

        class Meta:
            database = db

    class Member(Base):
        class Meta:
            table_name = "members"

    class Person(Base):
        class Meta:
            table_name = "people"

    class DataKey(Base):
        class Meta:
            table_name = "data_keys"

    class Disagreement(Base):
        person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
        data_key = ForeignKeyField(DataKey, backref="+", on_delete="RESTRICT")
        objector = BlobField()
        said = BlobField()
        said_at = DateTimeField()
        recorded_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
        decided_at = DateTimeField(null=True)
        decided_by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")
        outcome = CharField(max_length=80, null=True)
        because = BlobField(null=True)

        class Meta:
            table_name = "disagreements"

    return Disagreement


def up(migrator, db):
    db.create_tables([models(db)], safe=False)
    migrator.migrate(
        migrator.add_column("authorities", "paused_at", DateTimeField(null=True)),
        migrator.add_column("authorities", "resumed_at", DateTimeField(null=True)),
    )


def down(migrator, db):
    migrator.migrate(
        migrator.drop_column("authorities", "resumed_at"), migrator.drop_column("authorities", "paused_at")
    )
    db.drop_tables([models(db)], safe=False)
