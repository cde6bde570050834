"""The bodies outside, and what a permission to share says: which one, what, how long, and in which signing."""

from peewee import BlobField, CharField, DateTimeField, ForeignKeyField, IntegerField, Model


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

    class Organisation(Base):
        name = BlobField()
        kind = CharField(max_length=80)
        added_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
        retired_at = DateTimeField(null=True)

        class Meta:
            table_name = "organisations"

    return Organisation


def up(migrator, db):
    organisation = models(db)
    db.create_tables([organisation], safe=False)
    migrator.migrate(
        migrator.add_column(
            "authorities",
            "organisation_id",
            ForeignKeyField(
                organisation, organisation.id, null=True, backref="+", on_delete="RESTRICT", index=True
            ),
        ),
        migrator.add_column("authorities", "categories", CharField(max_length=80, null=True)),
        migrator.add_column("authorities", "signing", CharField(max_length=26, null=True, index=True)),
        migrator.add_column("authorities", "copy", CharField(max_length=80, null=True)),
    )


def down(migrator, db):
    migrator.migrate(
        migrator.drop_index("authorities", "authorities_organisation_id"),
        migrator.drop_index("authorities", "authorities_signing"),
        *(
            migrator.drop_column("authorities", name)
            for name in ("copy", "signing", "categories", "organisation_id")
        ),
    )
    db.drop_tables([models(db)], safe=False)
