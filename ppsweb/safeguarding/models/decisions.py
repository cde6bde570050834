"""A decision to tell, or not to tell: one record for both (D4.16, D4.17); the second person, and what was told."""

from __future__ import annotations

from peewee import BooleanField, DateField, DateTimeField, ForeignKeyField

from ppsweb.auth.models import Member
from ppsweb.authorities.models import Authority, rests_on_authority
from ppsweb.cases.models import Channel
from ppsweb.database import CodeField, Guard, Table, never
from ppsweb.keys import Coded, DataKey, Sealed
from ppsweb.safeguarding.codes import Basis, ChildAsked, Sought, Told, Verified
from ppsweb.safeguarding.models.concerns import Concern

#: a decision to tell has an authority of its own, on which the telling rests; one not to tell rests on the duty
ITS_AUTHORITY = (
    "a.purpose = 'safeguarding' AND a.data_key_id = NEW.data_key_id "
    "AND (a.kind = 'disclosure_decision' OR NOT NEW.shared)"
)
TOLD_ON = "a.id = (SELECT d.authority_id FROM concern_decisions d WHERE d.id = NEW.decision_id)"


class ConcernDecision(Table):
    """One decision about a concern, whole; a change of mind is another one."""

    concern = ForeignKeyField(Concern, backref="+", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, backref="+", on_delete="RESTRICT")
    authority = ForeignKeyField(Authority, backref="+", on_delete="RESTRICT")
    shared = BooleanField()
    basis = CodeField(Basis)
    urgent = BooleanField()
    decided_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    #: whether the manager decided, so that nobody else has to review it for the manager (D4.15)
    by_manager = BooleanField()
    #: who was asked to be the second person
    asked = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    reasons = Sealed()
    alternatives = Sealed()
    permission_sought = CodeField(Sought)
    parent_told = CodeField(Told)
    child_asked = CodeField(ChildAsked)
    recipient = Sealed(null=True)
    organisation = Sealed(null=True)
    what = Sealed(null=True)
    protected = Sealed(null=True)
    #: the codes of what was made sure of, with a full stop between (D4.10)
    checks = CodeField(null=True, max_length=80)
    relevance = Sealed(null=True)
    recipient_function = Sealed(null=True)
    more_detrimental = BooleanField(null=True)
    detriment = Sealed(null=True)
    review_due = DateField()

    GUARDS = (
        rests_on_authority("a decision about a concern", ITS_AUTHORITY),
        Guard(
            "whole_decision",
            "INSERT",
            "NEW.shared AND (NEW.recipient IS NULL OR NEW.organisation IS NULL OR NEW.what IS NULL "
            "OR NEW.checks IS NULL) OR NEW.basis = 'duty_16la' AND (NEW.relevance IS NULL "
            "OR NEW.more_detrimental IS NULL OR NEW.detriment IS NULL "
            "OR NEW.shared AND NEW.recipient_function IS NULL)",
            "a decision says whom, what and why",
        ),
        Guard(
            "another_asked",
            "INSERT",
            "NEW.asked_id = NEW.decided_by_id OR EXISTS (SELECT 1 FROM concerns c WHERE c.id = NEW.concern_id "
            "AND c.about_member_id IN (NEW.asked_id, NEW.decided_by_id))",
            "the second person is another one, and nobody decides about themself",
        ),
        never("UPDATE", "a decision is not edited: decide anew"),
        never("DELETE", "a decision stays on record"),
    )

    class Meta:
        table_name = "concern_decisions"
        sealed_with = ("concern", "decided_by")


class DecisionApproval(Coded, Table):
    """What the second person said of a decision; the manager's word is the review of a basis outside the policy.

    Without its code it approves nothing.
    """

    decision = ForeignKeyField(ConcernDecision, backref="+", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, backref="+", on_delete="RESTRICT")
    approved_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    by_manager = BooleanField()
    agrees = BooleanField()
    words = Sealed()
    mac = CodeField(max_length=64)

    CODE_PURPOSE = "decision approval"
    CODE_COVERS = ("id", "decision", "approved_by", "by_manager", "agrees")
    GUARDS = (
        Guard(
            "another_person",
            "INSERT",
            "EXISTS (SELECT 1 FROM concern_decisions d JOIN concerns c ON c.id = d.concern_id "
            "WHERE d.id = NEW.decision_id AND (d.decided_by_id = NEW.approved_by_id "
            "OR c.about_member_id = NEW.approved_by_id))",
            "the second person did not decide, and it is not about them",
        ),
        never("UPDATE", "what the second person said is not edited"),
        never("DELETE", "what the second person said stays on record"),
    )

    class Meta:
        table_name = "decision_approvals"
        sealed_with = ("decision", "approved_by")
        indexes = ((("decision", "approved_by"), True),)


class Telling(Table):
    """What was told, exactly, to whom, how and when. It rests on the decision's own authority, and on no other."""

    decision = ForeignKeyField(ConcernDecision, backref="+", on_delete="RESTRICT")
    data_key = ForeignKeyField(DataKey, backref="+", on_delete="RESTRICT")
    authority = ForeignKeyField(Authority, backref="+", on_delete="RESTRICT")
    told_by = ForeignKeyField(Member, backref="+", on_delete="RESTRICT")
    happened_at = DateTimeField()
    channel = CodeField(Channel)
    verified = CodeField(Verified)
    recipient = Sealed()
    organisation = Sealed()
    what = Sealed()
    #: sealed like the words: the hash of a short text gives the text away to whoever guesses it
    sha256 = Sealed()

    GUARDS = (
        rests_on_authority("what was told about a concern", TOLD_ON),
        Guard(
            "second_person_first",
            "INSERT",
            "NOT EXISTS (SELECT 1 FROM concern_decisions d WHERE d.id = NEW.decision_id AND d.shared AND (d.urgent "
            "OR EXISTS (SELECT 1 FROM decision_approvals p WHERE p.decision_id = d.id AND p.agrees)))",
            "what is not urgent is told after the second person has agreed",
        ),
        never("UPDATE", "what was told is not edited"),
        never("DELETE", "what was told stays on record"),
    )

    class Meta:
        table_name = "concern_tellings"
        sealed_with = ("decision", "told_by")
