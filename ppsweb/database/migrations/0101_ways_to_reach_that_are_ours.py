"""The code of what a client said is safe, and who verified an address in the code of that.

What a file says by now is taken as it stands. A verification is given its new code only where the old one holds.
"""

from peewee import BooleanField, CharField, DateTimeField, Model

from ppsweb.keys import mac, mac_holds


def up(migrator, db):
    migrator.migrate(migrator.add_column("people", "mac", CharField(max_length=64, default="")))
    with db.bind_ctx([Person, Contact]):
        for row in Person.select():
            Person.update(mac=mac("ways to reach", *row.covered())).where(Person.id == row.id).execute()
        for row in verified():
            if holds(row, (row.id, row.person_id, row.verified_at.isoformat())):
                _give(row, mac("verified address", *row.covered()))


def down(migrator, db):
    with db.bind_ctx([Contact]):
        for row in verified():
            if holds(row, row.covered()):
                _give(row, mac("verified address", row.id, row.person_id, row.verified_at.isoformat()))
    migrator.migrate(migrator.drop_column("people", "mac"))


class Person(Model):
    id = CharField(primary_key=True)
    safe_to_ring = BooleanField()
    safe_to_leave_message = BooleanField()
    safe_to_write = BooleanField()
    safe_to_email = BooleanField()
    died_noted_at = DateTimeField(null=True)
    mac = CharField()

    class Meta:
        table_name = "people"

    def covered(self):
        ways = (self.safe_to_ring, self.safe_to_leave_message, self.safe_to_write, self.safe_to_email)
        return (self.id, *ways, as_bound(self.died_noted_at))


class Contact(Model):
    id = CharField(primary_key=True)
    person_id = CharField()
    verified_at = DateTimeField(null=True)
    verified_by_id = CharField(null=True)
    verified_mac = CharField(null=True)

    class Meta:
        table_name = "contacts"

    def covered(self):
        return (self.id, self.person_id, as_bound(self.verified_at), self.verified_by_id)


def verified():
    return list(Contact.select().where(Contact.verified_at.is_null(False) & Contact.verified_mac.is_null(False)))


def holds(row, parts):
    return mac_holds(row.verified_mac, "verified address", *parts)


def _give(row, code):
    Contact.update(verified_mac=code).where(Contact.id == row.id).execute()


def as_bound(moment):
    return None if moment is None else moment.isoformat(timespec="microseconds")
