"""Requests for a person's own data: clock, items, decisions, packs, releases."""

from peewee import BlobField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model


def models(db):
    class Base(Model):
        id = CharField(max_length=26, primary_key=True)
        version = IntegerField()
        created_at = DateTimeField()

        class Meta:
            database = db

    def other(name):
        return type(
            f"Other_{name}",
            (Model,),
            {
                "id": CharField(max_length=26, primary_key=True),
                "Meta": type("Meta", (), {"database": db, "table_name": name}),
            },
        )

    data_keys, members, cases, files = (other(name) for name in ("data_keys", "members", "cases", "files"))

    class Request(Base):
        authority = ForeignKeyField(other("authorities"), on_delete="RESTRICT")
        person = ForeignKeyField(other("people"), on_delete="RESTRICT")
        case = ForeignKeyField(cases, null=True, on_delete="RESTRICT")
        data_key = ForeignKeyField(data_keys, on_delete="RESTRICT")
        reference = CharField(max_length=9, unique=True)
        words = BlobField()
        channel = CharField(max_length=80)
        asked_as = CharField(max_length=80)
        wanted = CharField(max_length=80)
        received_on = DateField(index=True)
        logged_by = ForeignKeyField(members, on_delete="RESTRICT")

        class Meta:
            table_name = "data_requests"

    class Event(Base):
        request = ForeignKeyField(Request, on_delete="RESTRICT")
        data_key = ForeignKeyField(data_keys, on_delete="RESTRICT")
        kind = CharField(max_length=80)
        happened_on = DateField()
        about = CharField(max_length=80, null=True)
        reason = CharField(max_length=80, null=True)
        answers = ForeignKeyField("self", null=True, on_delete="RESTRICT")
        words = BlobField(null=True)
        recorded_by = ForeignKeyField(members, backref="+", on_delete="RESTRICT")

        class Meta:
            table_name = "data_request_events"

    class Search(Base):
        request = ForeignKeyField(Request, on_delete="RESTRICT")
        place = CharField(max_length=80)
        looked = CharField(max_length=80)
        looked_by = ForeignKeyField(members, backref="+", on_delete="RESTRICT")

        class Meta:
            table_name = "data_request_searches"

    class Item(Base):
        request = ForeignKeyField(Request, on_delete="RESTRICT")
        case = ForeignKeyField(cases, null=True, backref="+", on_delete="RESTRICT")
        kind = CharField(max_length=80)
        source = CharField(max_length=40)
        source_id = CharField(max_length=26)
        happened_at = DateTimeField()
        position = IntegerField()
        mark = CharField(max_length=80, null=True)
        content_mac = CharField(max_length=64)

        class Meta:
            table_name = "data_request_items"
            indexes = ((("request", "source", "source_id"), True),)

    class Decision(Base):
        request = ForeignKeyField(Request, on_delete="RESTRICT")
        item = ForeignKeyField(Item, on_delete="RESTRICT")
        data_key = ForeignKeyField(data_keys, on_delete="RESTRICT")
        number = IntegerField()
        verdict = CharField(max_length=80)
        exemption = CharField(max_length=80, null=True)
        opinion_on = DateField(null=True)
        explanation = BlobField(null=True)
        content_mac = CharField(max_length=64)
        decided_by = ForeignKeyField(members, backref="+", on_delete="RESTRICT")

        class Meta:
            table_name = "data_request_decisions"
            indexes = ((("item", "number"), True),)

    class Signature(Base):
        request = ForeignKeyField(Request, on_delete="RESTRICT")
        content_hash = CharField(max_length=64)
        signed_by = ForeignKeyField(members, backref="+", on_delete="RESTRICT")

        class Meta:
            table_name = "data_request_signatures"

    class Pack(Base):
        request = ForeignKeyField(Request, on_delete="RESTRICT")
        content_hash = CharField(max_length=64)
        state = CharField(max_length=80)
        asked_by = ForeignKeyField(members, backref="+", on_delete="RESTRICT")
        items = IntegerField()
        parts = IntegerField()
        parts_done = IntegerField()
        pages = IntegerField()
        problem = CharField(max_length=80, null=True)
        problem_item = ForeignKeyField(Item, null=True, backref="+", on_delete="RESTRICT")
        file = ForeignKeyField(files, null=True, backref="+", on_delete="RESTRICT")
        finished_at = DateTimeField(null=True)

        class Meta:
            table_name = "data_request_packs"

    class Fragment(Base):
        request = ForeignKeyField(Request, on_delete="RESTRICT")
        content_mac = CharField(max_length=64)
        number = IntegerField()
        file = ForeignKeyField(files, backref="+", on_delete="RESTRICT")

        class Meta:
            table_name = "data_request_fragments"
            indexes = ((("request", "content_mac"), True),)

    class Release(Base):
        request = ForeignKeyField(Request, on_delete="RESTRICT")
        pack = ForeignKeyField(Pack, on_delete="RESTRICT")
        contact = ForeignKeyField(other("contacts"), backref="+", on_delete="RESTRICT")
        message = ForeignKeyField(other("outbox_messages"), backref="+", on_delete="RESTRICT")
        file_hash = CharField(max_length=64)
        released_by = ForeignKeyField(members, backref="+", on_delete="RESTRICT")
        told_at = DateTimeField(null=True)
        told_by = ForeignKeyField(members, null=True, backref="+", on_delete="RESTRICT")
        told_how = CharField(max_length=80, null=True)

        class Meta:
            table_name = "data_request_releases"

    return [Request, Event, Search, Item, Decision, Signature, Pack, Fragment, Release]


def up(migrator, db):
    db.create_tables(models(db), safe=False)


def down(migrator, db):
    db.drop_tables(list(reversed(models(db))), safe=False)
