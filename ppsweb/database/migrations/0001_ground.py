"""The ground: data keys, the audit record, files in chunks, jobs."""

from peewee import BigIntegerField, BlobField, CharField, DateTimeField, ForeignKeyField, IntegerField, Model


def models(db):
    class Base(Model):
        id = CharField(max_length=26, primary_key=True)
        version = IntegerField()
        created_at = DateTimeField()

        class Meta:
            database = db

    class DataKey(Base):
        wrapped = BlobField()
        master = CharField(max_length=16)

        class Meta:
            table_name = "data_keys"

    class AuditRow(Base):
        at = DateTimeField(index=True)
        actor = CharField(max_length=26, null=True, index=True)
        action = CharField(max_length=60)
        audit_ref = CharField(max_length=26, null=True, index=True)
        subject_kind = CharField(max_length=80)
        subject = CharField(max_length=26, null=True)
        detail = CharField(max_length=60, null=True)
        mac = CharField(max_length=64)
        seal = CharField(max_length=64, null=True)

        class Meta:
            table_name = "audit_rows"

    class File(Base):
        data_key = ForeignKeyField(DataKey, null=True, on_delete="RESTRICT")
        kind = CharField(max_length=80)
        media = CharField(max_length=80)
        name = BlobField()
        size = BigIntegerField()
        content_mac = CharField(max_length=64, index=True)

        class Meta:
            table_name = "files"

    class FileChunk(Base):
        file = ForeignKeyField(File, on_delete="CASCADE")
        data_key = ForeignKeyField(DataKey, null=True, on_delete="RESTRICT")
        number = IntegerField()
        content = BlobField()

        class Meta:
            table_name = "file_chunks"
            indexes = ((("file", "number"), True),)

    class Job(Base):
        kind = CharField(max_length=60)
        subject = CharField(max_length=26, index=True)
        state = CharField(max_length=80, index=True)
        due_at = DateTimeField(index=True)
        started_at = DateTimeField(null=True)
        finished_at = DateTimeField(null=True)
        attempts = IntegerField()
        problem = CharField(max_length=60, null=True)

        class Meta:
            table_name = "jobs"

    return [DataKey, AuditRow, File, FileChunk, Job]


def up(migrator, db):
    db.create_tables(models(db), safe=False)


def down(migrator, db):
    db.drop_tables(list(reversed(models(db))), safe=False)
