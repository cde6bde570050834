"""Words of the permissions to share."""

from ppsweb.audit.wording import describe

#: written into the record, and so into a pack
BECAUSE_CLOSED = "The last open case was closed."

describe(
    {
        "consents.view": "Looked at what a client permits to share",
        "consents.record_sharing": "Recorded what a client permits to share",
        "consents.take_back": "Recorded that a client takes back a permission to share",
        "consents.end_with_closing": "Ended what a client permits to share, because their last case closed",
        "consents.invalidate": "Recorded that a permission to share had been recorded wrongly",
    }
)
