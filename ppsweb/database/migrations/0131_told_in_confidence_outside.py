"""What was said outside of what a child had told in confidence: whoever wrote acts before was not asked."""

from peewee import BooleanField


def up(migrator, db):
    migrator.migrate(migrator.add_column("acts", "told_in_confidence", BooleanField(default=False)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column("acts", "told_in_confidence"))
