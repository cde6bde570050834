"""The codes of packs and of the parts that they are made of: those that are there are taken as they stand."""

from peewee import CharField, DateTimeField, IntegerField, Model

from ppsweb.keys import mac


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("data_request_packs", "mac", CharField(max_length=64, null=True)),
        migrator.add_column("data_request_fragments", "mac", CharField(max_length=64, default="")),
    )
    with db.bind_ctx([Pack, Fragment]):
        for row in [*Pack.select().where(Pack.file_id.is_null(False)), *Fragment.select()]:
            table = type(row)
            table.update(mac=mac(table.PURPOSE, *row.covered())).where(table.id == row.id).execute()


def down(migrator, db):
    migrator.migrate(
        migrator.drop_column("data_request_packs", "mac"),
        migrator.drop_column("data_request_fragments", "mac"),
    )


class Pack(Model):
    id = CharField(primary_key=True)
    request_id = CharField()
    content_hash = CharField()
    file_id = CharField(null=True)
    finished_at = DateTimeField(null=True)
    mac = CharField(null=True)

    class Meta:
        table_name = "data_request_packs"

    PURPOSE = "pack"

    def covered(self):
        moment = self.finished_at
        finished = None if moment is None else moment.isoformat(timespec="microseconds")
        return (self.id, self.request_id, self.content_hash, self.file_id, finished)


class Fragment(Model):
    id = CharField(primary_key=True)
    request_id = CharField()
    content_mac = CharField()
    number = IntegerField()
    file_id = CharField()
    mac = CharField()

    class Meta:
        table_name = "data_request_fragments"

    PURPOSE = "fragment"

    def covered(self):
        return (self.id, self.request_id, self.content_mac, self.number, self.file_id)
