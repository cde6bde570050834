"""Every endpoint of the site and the permission that it is meant to need, said a second time and by hand.

A new route fails tests/whole_site/test_routes.py until it has a line here; the roles that a permission is meant for are
in tests/whole_site/roles.py. What an argument of the route stands for is in tests/whole_site/everything.py.
"""

from __future__ import annotations

from ppsweb.permissions.roles import Role

NEEDS = {
    "audit.index": "audit.view",
    "auth.members": "auth.members",
    "auth.member": "auth.members",
    "auth.admit": "auth.admit",
    "auth.let_go": "auth.admit",
    "auth.sign_in": "public.sign_in",
    "auth.sign_out": "auth.sign_out",
    "auth.appoint": "auth.deputise",
    "auth.end": "auth.deputise",
    "auth.extend": "auth.stay",
    "auth.discard": "auth.stay",
    "cases.cover": "cases.cover",
    "cases.conflict": "cases.write",
    "cases.hand_over": "auth.hand_over",
    "cases.open_case": "cases.open",
    "cases.show": "cases.view",
    "cases.close": "cases.close",
    "cases.rest": "cases.close",
    "cases.reopen": "cases.close",
    "cases.enquiry": "cases.open",
    "cases.index": "cases.list",
    "cases.find": "search.people",
    "cases.write_note": "cases.write",
    "cases.correct_note": "cases.write",
    "cases.file_elsewhere": "cases.seal_note",
    "demo.mail": "demo.mail",
    "demo.message": "demo.mail",
    "demo.attachment": "demo.mail",
    "home.today": "home.view",
    "home.safeguarding": "public.safeguarding",
    "home.accessibility": "public.accessibility",
    "leaflets.index": "leaflets.read",
    "leaflets.show": "leaflets.read",
    "leaflets.pdf": "leaflets.read",
    "leaflets.edition_pdf": "leaflets.read",
    "leaflets.editions": "leaflets.publish",
    "leaflets.write": "leaflets.write",
    "leaflets.edit": "leaflets.write",
    "leaflets.new_edition": "leaflets.write",
    "leaflets.preview": "leaflets.publish",
    "leaflets.withdraw": "leaflets.write",
    "leaflets.send": "cases.write",
    "mail.index": "mail.view",
    "mail.show": "mail.view",
    "mail.cancel": "mail.cancel",
    "mail.send_again": "mail.resend",
    "mail.arrived": "mail.resend",
    "mail.dealt_with": "mail.resend",
    "people.by_telephone": "authorities.record",
    "people.by_form": "authorities.record",
    "people.sheet": "authorities.record",
    "people.show": "people.view",
    "people.details": "people.write",
    "people.name": "people.write",
    "people.add_phone": "people.write",
    "people.add_email": "people.write",
    "people.verify": "people.verify",
    "people.send_code": "people.verify",
    "people.end_contact": "people.write",
    "people.withdraw": "people.write",
    "subject_access.items": "subject_access.view",
    "subject_access.include_shown": "subject_access.decide",
    "subject_access.decide": "subject_access.decide",
    "subject_access.sign": "subject_access.sign",
    "subject_access.index": "subject_access.list",
    "subject_access.log": "subject_access.log",
    "subject_access.event": "subject_access.decide",
    "subject_access.searches": "subject_access.decide",
    "subject_access.gather": "subject_access.decide",
    "subject_access.build": "subject_access.decide",
    "subject_access.release": "subject_access.release",
    "subject_access.told": "subject_access.release",
    "subject_access.show": "subject_access.view",
    "subject_access.pack_file": "subject_access.view",
}

#: what somebody who may open the page gets of it instead of 200
ANSWERS: dict[tuple[str, Role], int] = {
    **{("auth.sign_in", role): 303 for role in Role},  # they are in already
    ("leaflets.edition_pdf", Role.COUNCIL): 404,  # a draft is not there for readers
}
