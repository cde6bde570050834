"""Leaflets, their editions, and to whom they were given."""

from peewee import BlobField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model


def models(db):
    class Base(Model):
        id = CharField(max_length=26, primary_key=True)
        version = IntegerField()
        created_at = DateTimeField()

        class Meta:
            database = db

    def there(name):
        class Meta:
            table_name = name

        return type(name, (Base,), {"Meta": Meta})

    data_keys, members, files = there("data_keys"), there("members"), there("files")
    authorities, cases = there("authorities"), there("cases")

    class Leaflet(Base):
        slug = CharField(max_length=80, unique=True)

        class Meta:
            table_name = "leaflets"

    class Edition(Base):
        leaflet = ForeignKeyField(Leaflet, backref="+", on_delete="RESTRICT")
        number = IntegerField()
        state = CharField(max_length=80, index=True)
        title = BlobField()
        summary = BlobField()
        audience = BlobField()
        body = BlobField()
        sources = BlobField()
        content_hash = CharField(max_length=64)
        author = ForeignKeyField(members, backref="+", on_delete="RESTRICT")
        last_editor = ForeignKeyField(members, backref="+", on_delete="RESTRICT")
        approved_by = ForeignKeyField(members, null=True, backref="+", on_delete="RESTRICT")
        published_at = DateTimeField(null=True, index=True)
        review_on = DateField()
        pdf = ForeignKeyField(files, null=True, backref="+", on_delete="RESTRICT")

        class Meta:
            table_name = "leaflet_editions"
            indexes = ((("leaflet", "number"), True),)

    class LeafletSent(Base):
        data_key = ForeignKeyField(data_keys, backref="+", on_delete="RESTRICT")
        authority = ForeignKeyField(authorities, backref="+", on_delete="RESTRICT")
        case = ForeignKeyField(cases, backref="+", on_delete="RESTRICT")
        edition = ForeignKeyField(Edition, backref="+", on_delete="RESTRICT")
        member = ForeignKeyField(members, backref="+", on_delete="RESTRICT")
        sent_at = DateTimeField()

        class Meta:
            table_name = "leaflets_sent"

    return [Leaflet, Edition, LeafletSent]


def up(migrator, db):
    db.create_tables(models(db), safe=False)


def down(migrator, db):
    db.drop_tables(list(reversed(models(db))), safe=False)
