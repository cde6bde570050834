"""How a permission that was right has ended: all that ended so far were taken back."""

from peewee import CharField


def up(migrator, db):
    migrator.migrate(migrator.add_column("authorities", "withdrawn_how", CharField(max_length=80, null=True)))
    db.execute_sql("UPDATE authorities SET withdrawn_how = 'taken_back' WHERE withdrawn_at IS NOT NULL")


def down(migrator, db):
    migrator.migrate(migrator.drop_column("authorities", "withdrawn_how"))
