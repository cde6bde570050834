"""A pack that was handed over on paper."""

from peewee import CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model


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

    requests, packs, members = (there(name) for name in ("data_requests", "data_request_packs", "members"))

    class HandOver(Base):
        request = ForeignKeyField(requests, backref="+", on_delete="RESTRICT")
        pack = ForeignKeyField(packs, backref="+", on_delete="RESTRICT")
        handed_on = DateField()
        identity = CharField(max_length=80)
        handed_by = ForeignKeyField(members, backref="+", on_delete="RESTRICT")

        class Meta:
            table_name = "data_request_handovers"

    return [HandOver]


def up(migrator, db):
    db.create_tables(models(db), safe=False)


def down(migrator, db):
    db.drop_tables(models(db), safe=False)
