"""From when a child decides for themself; `flask --app wsgi people count-ages` fills it for those named before."""

from peewee import BlobField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model


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

    class NamedPerson(Base):
        class Meta:
            table_name = "named_people"

    class DataKey(Base):
        class Meta:
            table_name = "data_keys"

    class Talk(Base):
        person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
        data_key = ForeignKeyField(DataKey, backref="+", on_delete="RESTRICT")
        named = ForeignKeyField(NamedPerson, backref="+", on_delete="RESTRICT")
        talked_on = DateField()
        settled = CharField(max_length=80)
        said = BlobField(null=True)
        recorded_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")

        class Meta:
            table_name = "young_person_talks"

    return Talk


def up(migrator, db):
    db.create_tables([models(db)], safe=False)
    migrator.migrate(
        migrator.add_column("named_people", "decides_from", DateField(null=True, index=True)),
    )


def down(migrator, db):
    migrator.migrate(
        migrator.drop_index("named_people", "named_people_decides_from"),
        migrator.drop_column("named_people", "decides_from"),
    )
    db.drop_tables([models(db)], safe=False)
