"""How often the code that verifies an address was read back wrongly."""

from peewee import IntegerField


def up(migrator, db):
    migrator.migrate(migrator.add_column("contacts", "wrong_codes", IntegerField(default=0)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("contacts", "wrong_codes"))
