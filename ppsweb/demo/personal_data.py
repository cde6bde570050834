"""What the training copy holds beside the other rooms' tables: caught messages as files, all of it invented."""

from ppsweb.database.personal_data import Holding

#: it has no table of its own, and stands in no live service
HOLDINGS: list[Holding] = []
