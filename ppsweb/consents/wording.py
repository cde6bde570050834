"""Words of the permissions to share."""

from ppsweb.audit.wording import describe, describe_details
from ppsweb.authorities.wording import COPIES
from ppsweb.consents.models import Outcome, Settled
from ppsweb.mail.wording import TOLD

#: written into the record, and so into a pack
BECAUSE_CLOSED = "The last open case was closed."

OUTCOMES = {
    Outcome.GOES_ON: "It goes on: one parent may act alone for the child",
    Outcome.SETTLED: "It goes on: they agree now",
    Outcome.ENDS: "It ends: nothing is shared until somebody permits it again",
}

SETTLED = {
    Settled.DECIDES: "They decide for themself",
    Settled.AGREES: "They agree that their parent acts for them",
    Settled.REPRESENTED: "They cannot decide this, and a representative or parent acts for them",
    Settled.LATER: "They want to think about it: talk again",
}

describe(
    {
        "consents.view": "Looked at what a client permits to share",
        "consents.record_sharing": "Recorded what a client permits to share",
        "consents.take_back": "Recorded that a client takes back a permission to share",
        "consents.end_with_closing": "Ended what a client permits to share, because their last case closed",
        "consents.disagree": "Recorded that another parent does not agree to sharing",
        "consents.decide": "Decided about parents who disagree",
        "consents.give_copy": "Gave a client in writing what they permit to share",
        "consents.view_copy": "Opened the written copy of what a client permits to share",
        "consents.tell_password": "Told the password of a written copy",
        "consents.talk": "Recorded a talk with a young person about who decides",
        "consents.invalidate": "Recorded that a permission to share had been recorded wrongly",
    }
)
describe_details(
    {
        "auth.opened": {
            "consents.copy_told": "Tell the password of a written copy",
            "consents.copy_file": "The written copy of what they permit to share",
            "consents.decide": "Decide about parents who disagree",
            "consents.disagree": "Another parent does not agree",
            "consents.give_copy": "Give them in writing what they permit to share",
            "consents.talk": "Talk with the young person about who decides",
            "consents.record_sharing": "Record what they permit to share",
            "consents.recorded_wrongly": "The permission to share was recorded wrongly",
            "consents.show": "What they permit to share",
            "consents.take_back": "They take back a permission to share",
        },
        "consents.decide": OUTCOMES,
        "consents.give_copy": COPIES,
        "consents.talk": SETTLED,
        "consents.tell_password": TOLD,
    }
)
