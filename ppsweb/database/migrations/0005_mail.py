"""The outbox: messages, their documents, the log of deliveries."""

from peewee import BlobField, CharField, DateTimeField, ForeignKeyField, IntegerField, Model


def models(db):
    class Base(Model):
        id = CharField(max_length=26, primary_key=True)
        version = IntegerField()
        created_at = DateTimeField()

        class Meta:
            database = db

    def other(name):
        return type(
            f"Other_{name}",
            (Model,),
            {
                "id": CharField(max_length=26, primary_key=True),
                "Meta": type("Meta", (), {"database": db, "table_name": name}),
            },
        )

    data_keys = other("data_keys")

    class Message(Base):
        authority = ForeignKeyField(other("authorities"), on_delete="RESTRICT")
        person = ForeignKeyField(other("people"), on_delete="RESTRICT")
        contact = ForeignKeyField(other("contacts"), on_delete="RESTRICT")
        case = ForeignKeyField(other("cases"), null=True, on_delete="RESTRICT")
        asked_by = ForeignKeyField(other("members"), on_delete="RESTRICT")
        data_key = ForeignKeyField(data_keys, on_delete="RESTRICT")
        kind = CharField(max_length=80)
        reference = CharField(max_length=9, unique=True)
        body = BlobField()
        domain = CharField(max_length=80)
        state = CharField(max_length=80, index=True)
        reason = CharField(max_length=40, null=True)
        not_before = DateTimeField()
        next_try_at = DateTimeField(index=True)
        first_try_at = DateTimeField(null=True)
        started_at = DateTimeField(null=True)
        ended_at = DateTimeField(null=True)
        attempts = IntegerField()
        failures = IntegerField()
        dealt_with_at = DateTimeField(null=True)

        class Meta:
            table_name = "outbox_messages"

    class Document(Base):
        message = ForeignKeyField(Message, on_delete="CASCADE")
        data_key = ForeignKeyField(data_keys, on_delete="RESTRICT")
        number = IntegerField()
        file = ForeignKeyField(other("files"), null=True, on_delete="RESTRICT")
        size = IntegerField()
        sha256 = BlobField()
        destroy_file = CharField(max_length=80)

        class Meta:
            table_name = "outbox_documents"
            indexes = ((("message", "number"), True),)

    class Delivery(Base):
        message = ForeignKeyField(Message, on_delete="CASCADE")
        attempt = IntegerField()
        began_at = DateTimeField()
        ended_at = DateTimeField()
        result = CharField(max_length=80)
        reason = CharField(max_length=40)
        answer = IntegerField(null=True)
        tls = CharField(max_length=12, null=True)

        class Meta:
            table_name = "deliveries"

    return [Message, Document, Delivery]


def up(migrator, db):
    db.create_tables(models(db), safe=False)


def down(migrator, db):
    db.drop_tables(list(reversed(models(db))), safe=False)
