"""What was permitted by word of mouth, given in writing."""

from peewee import CharField, DateTimeField, ForeignKeyField, IntegerField, Model


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

    class Authority(Base):
        class Meta:
            table_name = "authorities"

    class OutboxMessage(Base):
        class Meta:
            table_name = "outbox_messages"

    class SharingCopy(Base):
        person = ForeignKeyField(Person, backref="+", on_delete="RESTRICT")
        sharing = ForeignKeyField(Authority, backref="+", on_delete="RESTRICT")
        how = CharField(max_length=80)
        message = ForeignKeyField(OutboxMessage, null=True, backref="+", on_delete="RESTRICT")
        given_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
        told_at = DateTimeField(null=True)
        told_by = ForeignKeyField(Member, null=True, backref="+", on_delete="RESTRICT")
        told_how = CharField(max_length=80, null=True)

        class Meta:
            table_name = "sharing_copies"

    return SharingCopy


def up(migrator, db):
    db.create_tables([models(db)], safe=False)


def down(migrator, db):
    db.drop_tables([models(db)], safe=False)
