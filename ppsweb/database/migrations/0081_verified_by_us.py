"""The code of a verification: an address verified before has none, and is verified once more."""

from peewee import CharField


def up(migrator, db):
    migrator.migrate(migrator.add_column("contacts", "verified_mac", CharField(max_length=64, null=True)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("contacts", "verified_mac"))
