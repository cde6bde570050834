"""The code that proves a second person's signature; one from before has none, and is signed once more."""

from peewee import CharField


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("data_request_signatures", "mac", CharField(max_length=64, default=""))
    )


def down(migrator, db):
    migrator.migrate(migrator.drop_column("data_request_signatures", "mac"))
