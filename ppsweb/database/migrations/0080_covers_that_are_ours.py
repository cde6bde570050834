"""The code of a cover: without one it opens nothing, so whoever covered before gives the reason once more."""

from peewee import CharField


def up(migrator, db):
    migrator.migrate(migrator.add_column("case_covers", "mac", CharField(max_length=64, default="")))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("case_covers", "mac"))
