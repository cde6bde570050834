"""Words of the referrals, and what to say to a professional who asks for help for a family."""

from ppsweb.audit.wording import describe
from ppsweb.referrals.models import Asked

ASKED = {
    Asked.NUMBER: "Our number",
    Asked.LEAFLET: "A leaflet of ours",
    Asked.BOTH: "Our number and a leaflet",
    Asked.NOT_REACHED: "Nothing: I could not reach them",
}

#: to be read out: a child at risk first (C10), neither a yes nor a no to whether a family is known (C3), and the way
#: in for everybody (I11)
SENTENCES = (
    "Thank you for thinking of us. If you believe that a child is at risk, tell me now. Otherwise please do not tell "
    "me who the family are: I have nowhere to write it.",
    "I cannot say whether we know a family or have ever heard from one. I say that to everybody who asks.",
    "We are here for parents, carers and young people themselves, and nobody has to refer them. Please give the "
    "parent our number, {phone}, or our leaflet. If they want our help, they can ring us.",
    "If you are with the parent now, they can speak to me themselves.",
)


describe(
    {
        "referrals.list": "Looked at which professionals asked for help for a family",
        "referrals.record_referral": "Recorded that a professional asked for help for a family",
    }
)
