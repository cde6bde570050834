"""Pages of the training copy: the messages that its mail server took and did not deliver."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, render_template

from ppsweb import settings
from ppsweb.audit import record
from ppsweb.audit.wording import describe, describe_details
from ppsweb.demo import mailbox
from ppsweb.demo.catcher import Caught
from ppsweb.permissions import Room
from ppsweb.permissions.room import current_member

describe({"demo.view_mail": "Looked at the mail of the training copy"})
describe_details({"demo.view_mail": {"attachment": "A document in it"}})

room = Room("demo", __name__, url_prefix="/demo")
room.loads(message=lambda _member, message_id: mailbox.message(settings.current(), message_id))


@room.get("/mail", needs="demo.mail")
def mail() -> str:
    """All caught messages, the newest first."""
    record("demo.view_mail", by=current_member())
    return render_template("demo/mail.html", messages=mailbox.messages(settings.current()))


@room.get("/mail/<id:message>", needs="demo.mail")
def message(message: Caught) -> str:
    """One caught message with what was attached to it."""
    record("demo.view_mail", by=current_member())
    return render_template("demo/message.html", message=message)


@room.get("/mail/<id:message>/attachments/<int:number>", needs="demo.mail")
def attachment(message: Caught, number: int) -> Any:
    """One attachment as a file to keep, under the name that the parent would see."""
    if not 1 <= number <= len(message.attachments):
        abort(404)
    found = message.attachments[number - 1]
    record("demo.view_mail", by=current_member(), detail="attachment")
    response = Response(found.data, mimetype=found.media_type)
    response.headers.set("Content-Disposition", "attachment", filename=found.name)
    return response
