"""Words of the permissions to share."""

from ppsweb.audit.wording import describe

describe(
    {
        "consents.view": "Looked at what a client permits to share",
        "consents.record_sharing": "Recorded what a client permits to share",
        "consents.take_back": "Recorded that a client takes back a permission to share",
        "consents.invalidate": "Recorded that a permission to share had been recorded wrongly",
    }
)
