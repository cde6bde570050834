"""The base of every table: a random id before insert, a version that two tabs cannot both advance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from peewee import DatabaseProxy, DateTimeField, IntegerField, Model

from ppsweb.database.fields import IdField, new_id
from ppsweb.database.guards import Guard, guards_of_columns
from ppsweb.deadlines import clock

database = DatabaseProxy()


class Stale(Exception):
    """Somebody else has saved this row since the form was drawn; nothing was changed."""


class Table(Model):
    """A table of the service: every model inherits this one and nothing else does the job twice."""

    id = IdField(primary_key=True, default=new_id)
    version = IntegerField(default=1)
    created_at = DateTimeField(default=clock.now)

    #: what the database itself refuses for this table, beside the columns' own rules
    GUARDS: ClassVar[tuple[Guard, ...]] = ()

    class Meta:
        database = database
        legacy_table_names = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Set ids and keys before sealed columns, which are bound to them. Rows read are sealed already."""
        if "__no_default__" in kwargs:
            super().__init__(*args, **kwargs)
            return
        sealed = {name: kwargs.pop(name) for name in self._sealed_names() if name in kwargs}
        super().__init__(*args, **kwargs)
        for name in self._bound_names():
            self.__data__.setdefault(name, None)  # a new row has what it was not given: nothing
        for name, value in sealed.items():
            setattr(self, name, value)

    @classmethod
    def _sealed_names(cls) -> list[str]:
        return [field.name for field in cls._meta.sorted_fields if getattr(field, "is_sealed", False)]

    @classmethod
    def _bound_names(cls) -> list[str]:
        """The columns to which the sealed ones are bound: the key, and whose row it is."""
        bound = ("data_key", *getattr(cls._meta, "sealed_with", ()))
        return [name for name in bound if name in cls._meta.fields]

    @classmethod
    def guards(cls) -> tuple[Guard, ...]:
        """All that the database refuses for this table."""
        return guards_of_columns(cls) + cls.GUARDS

    def insert_new(self) -> Any:
        """Insert this row; its id is set already, so `save()` alone would try an update."""
        self.save(force_insert=True)
        return self

    @classmethod
    def insert_all(cls, rows: Sequence[Any]) -> None:
        """Insert new rows in one statement, written at once: Peewee writes its own value by value, which took a
        seventh of a page that records what it showed.
        """
        if not rows:
            return
        fields = cls._meta.sorted_fields
        names = ", ".join(f'"{field.column_name}"' for field in fields)
        one = f"({', '.join([cls._meta.database.param] * len(fields))})"
        values = [field.db_value(row.__data__.get(field.name)) for row in rows for field in fields]
        cls._meta.database.execute_sql(
            f'INSERT INTO "{cls._meta.table_name}" ({names}) VALUES {", ".join([one] * len(rows))}',  # noqa: S608
            values,
        )

    @classmethod
    def create(cls, **values: Any) -> Any:
        return cls(**values).insert_new()

    def save_changed(self, version: int | None = None) -> None:
        """Write the changed columns if the row is still at `version` (default: as it was read).

        Raises Stale, and writes nothing, if another tab or colleague was faster.
        """
        expected = self.version if version is None else version
        changed = {field: getattr(self, "__data__")[field.name] for field in self.dirty_fields}  # noqa: B009
        changed.pop(type(self).version, None)
        changed[type(self).version] = expected + 1
        rows = (
            type(self).update(changed).where((type(self).id == self.id) & (type(self).version == expected))
        ).execute()
        if rows != 1:
            raise Stale(type(self).__name__)
        self.version = expected + 1
        self.__dict__["_dirty"].clear()


def tables(root: type[Table] = Table) -> Iterator[type[Table]]:
    """Every table of the rooms that have been imported, in a stable order."""
    found: dict[str, type[Table]] = {}
    waiting = list(root.__subclasses__())
    while waiting:
        table = waiting.pop()
        waiting.extend(table.__subclasses__())
        if not table._meta.table_name.startswith("_") and table.__module__.startswith("ppsweb."):
            found[table._meta.table_name] = table
    for name in sorted(found):
        yield found[name]
