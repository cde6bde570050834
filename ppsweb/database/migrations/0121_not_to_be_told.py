"""Whether the family is told that something was told."""

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

    Key, Member, Telling = (there(name) for name in ("data_keys", "members", "concern_tellings"))

    class TellingMark(Base):
        telling = ForeignKeyField(Telling, backref="+", on_delete="RESTRICT")
        data_key = ForeignKeyField(Key, backref="+", on_delete="RESTRICT")
        marked_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
        kind = CharField(max_length=80)
        words = BlobField()
        review_due = DateField(null=True)

        class Meta:
            table_name = "telling_marks"

    return [TellingMark]


def up(migrator, db):
    db.create_tables(models(db), safe=False)


def down(migrator, db):
    db.drop_tables(models(db), safe=False)
