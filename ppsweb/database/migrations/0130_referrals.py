"""Professionals who asked for help for a family, without anything about the family."""

from peewee import BlobField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model


def models(db):
    class Base(Model):
        id = CharField(max_length=26, primary_key=True)
        version = IntegerField()
        created_at = DateTimeField()

        class Meta:
            database = db

    def there(name):
        return type(name, (Base,), {"Meta": type("Meta", (), {"table_name": name})})

    Key, Member, Organisation = (there(name) for name in ("data_keys", "members", "organisations"))

    def to(table, **options):
        return ForeignKeyField(table, backref="+", on_delete="RESTRICT", **options)

    class Referral(Base):
        data_key = to(Key)
        taken_by = to(Member)
        came_on = DateField(index=True)
        referrer = BlobField()
        organisation = to(Organisation, null=True)
        body = BlobField(null=True)
        kind = CharField(max_length=80)
        asked = CharField(max_length=80)

        class Meta:
            table_name = "referrals"

    return Referral


def up(migrator, db):
    db.create_tables([models(db)], safe=False)


def down(migrator, db):
    db.drop_tables([models(db)], safe=False)
