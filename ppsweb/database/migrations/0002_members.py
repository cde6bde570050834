"""Members of staff, deputies, sessions, drafts, attempts to sign in."""

from peewee import BlobField, CharField, DateField, DateTimeField, ForeignKeyField, IntegerField, Model


def models(db):
    class Base(Model):
        id = CharField(max_length=26, primary_key=True)
        version = IntegerField()
        created_at = DateTimeField()

        class Meta:
            database = db

    class Member(Base):
        guid = CharField(max_length=36, unique=True)
        role = CharField(max_length=80)
        name = BlobField()
        upn = BlobField()
        email = BlobField()
        account_hash = CharField(max_length=64, index=True)
        admitted_at = DateTimeField(null=True)
        admitted_by = CharField(max_length=26, null=True)
        left_at = DateTimeField(null=True)
        mac = CharField(max_length=64, null=True)

        class Meta:
            table_name = "members"

    class Deputy(Base):
        member = ForeignKeyField(Member, backref="deputised", on_delete="RESTRICT")
        appointed_by = ForeignKeyField(Member, backref="appointed", on_delete="RESTRICT")
        first_day = DateField()
        last_day = DateField()
        ended_at = DateTimeField(null=True)
        mac = CharField(max_length=64)

        class Meta:
            table_name = "deputies"

    class Session(Base):
        token_hash = CharField(max_length=64, unique=True)
        member = ForeignKeyField(Member, null=True, on_delete="CASCADE")
        data = BlobField()
        started_at = DateTimeField()
        seen_at = DateTimeField(index=True)
        checked_at = DateTimeField(null=True)
        mac = CharField(max_length=64)

        class Meta:
            table_name = "sessions"

    class Draft(Base):
        member = ForeignKeyField(Member, on_delete="CASCADE", index=True)
        page = CharField(max_length=80)
        subject = CharField(max_length=26, null=True)
        content = BlobField()

        class Meta:
            table_name = "drafts"

    class SignInAttempt(Base):
        at = DateTimeField(index=True)
        name_hash = CharField(max_length=64, index=True)
        address_hash = CharField(max_length=64, index=True)

        class Meta:
            table_name = "sign_in_attempts"

    return [Member, Deputy, Session, Draft, SignInAttempt]


def up(migrator, db):
    db.create_tables(models(db), safe=False)


def down(migrator, db):
    db.drop_tables(list(reversed(models(db))), safe=False)
