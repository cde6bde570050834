"""Contacts that are counted and no more."""

from __future__ import annotations

from peewee import DateField, ForeignKeyField, IntegerField

from ppsweb.auth.models import Member
from ppsweb.cases.models.codes import Channel, Topic
from ppsweb.database import CodeField, Table


class Enquiry(Table):
    """A call of somebody who gave no permission, or no name: date, channel, level and topic, nothing else (D1.07)."""

    member = ForeignKeyField(Member, backref="enquiries", on_delete="RESTRICT")
    happened_on = DateField(index=True)
    channel = CodeField(Channel)
    level = IntegerField(default=1)
    topic = CodeField(Topic)

    class Meta:
        table_name = "enquiries"
