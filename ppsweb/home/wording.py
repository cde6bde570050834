"""Words of the first page's own act, for the record of access."""

ACTIONS = {"home.view": "Looked at the families on the first page"}
