"""The codes of decisions and of searches: those that are there are taken as they stand, and get theirs now."""

from peewee import BlobField, CharField, DateField, DateTimeField, IntegerField, Model

from ppsweb.keys import mac


def up(migrator, db):
    for table in (Decision, Search):
        migrator.migrate(migrator.add_column(table._meta.table_name, "mac", CharField(max_length=64, default="")))
        with db.bind_ctx([table]):
            for row in table.select():
                table.update(mac=mac(table.PURPOSE, *row.covered())).where(table.id == row.id).execute()


def down(migrator, db):
    migrator.migrate(
        migrator.drop_column("data_request_decisions", "mac"),
        migrator.drop_column("data_request_searches", "mac"),
    )


class Row(Model):
    """What both have; a field for each column that the code covers, in its order."""

    id = CharField(primary_key=True)
    created_at = DateTimeField()
    request_id = CharField()

    def covered(self):
        names = [field.name for field in type(self)._meta.sorted_fields if field.name != "mac"]
        return [as_bound(getattr(self, name)) for name in names]


class Decision(Row):
    item_id = CharField()
    number = IntegerField()
    verdict = CharField()
    exemption = CharField(null=True)
    opinion_on = DateField(null=True)
    explanation = BlobField(null=True)
    content_mac = CharField()
    decided_by_id = CharField()
    mac = CharField()

    PURPOSE = "decision"

    class Meta:
        table_name = "data_request_decisions"


class Search(Row):
    place = CharField()
    looked = CharField()
    looked_by_id = CharField()
    mac = CharField()

    PURPOSE = "search"

    class Meta:
        table_name = "data_request_searches"


def as_bound(value):
    if hasattr(value, "isoformat"):
        return value.isoformat(timespec="microseconds") if hasattr(value, "hour") else value.isoformat()
    return bytes(value) if isinstance(value, bytes | memoryview) else value
