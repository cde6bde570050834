"""Which message carried a leaflet, so that it shows whether it was sent."""

from peewee import CharField, ForeignKeyField, Model


def message(db):
    class OutboxMessage(Model):
        id = CharField(max_length=26, primary_key=True)

        class Meta:
            database = db
            table_name = "outbox_messages"

    return ForeignKeyField(
        OutboxMessage, OutboxMessage.id, null=True, backref="+", on_delete="RESTRICT", index=True
    )


def up(migrator, db):
    migrator.migrate(migrator.add_column("leaflets_sent", "message_id", message(db)))


def down(migrator, db):
    migrator.migrate(
        migrator.drop_index("leaflets_sent", "leaflets_sent_message_id"),
        migrator.drop_column("leaflets_sent", "message_id"),
    )
