"""The role that a manager admitted beside the directory's; who is gone from there; both names of an account.

Whoever was admitted before keeps the role of that day, which the code of their admission covers as it did.
"""

from peewee import CharField, DateTimeField


def up(migrator, db):
    migrator.migrate(
        migrator.rename_column("members", "role", "directory_role"),
        migrator.add_column("members", "admitted_role", CharField(max_length=80, null=True)),
        migrator.add_column("members", "gone_at", DateTimeField(null=True)),
        migrator.add_column("members", "looked_up_at", DateTimeField(null=True)),
        migrator.add_column("members", "upn_hash", CharField(max_length=64, null=True, index=True)),
    )
    db.execute_sql("UPDATE members SET admitted_role = directory_role WHERE admitted_at IS NOT NULL")


def down(migrator, db):
    migrator.migrate(
        migrator.drop_index("members", "members_upn_hash"),
        *(
            migrator.drop_column("members", name)
            for name in ("upn_hash", "looked_up_at", "gone_at", "admitted_role")
        ),
        migrator.rename_column("members", "directory_role", "role"),
    )
