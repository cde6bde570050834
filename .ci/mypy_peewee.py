"""Tells mypy what Peewee adds to a model and its stubs do not know: `case_id` beside the foreign key `case`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from mypy.nodes import AssignmentStmt, CallExpr, Expression, NameExpr, RefExpr, Statement
from mypy.plugin import ClassDefContext, Plugin
from mypy.plugins.common import add_attribute_to_class
from mypy.types import NoneType, UnionType

BASE = "ppsweb.database.table.Table"
KEY = "ForeignKeyField"


class PeeweePlugin(Plugin):
    """Looks at every class that is a table."""

    def get_base_class_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        return _add_ids if fullname == BASE else None


def _add_ids(context: ClassDefContext) -> None:
    text = context.api.named_type("builtins.str")
    for name, call in _keys(context.cls.defs.body):
        value = UnionType([text, NoneType()]) if _is_null(call) else text
        add_attribute_to_class(
            context.api, context.cls, f"{name}_id", context.api.named_type("peewee.Field", [value])
        )


def _keys(body: Iterable[Statement]) -> Iterator[tuple[str, CallExpr]]:
    for statement in body:
        if not isinstance(statement, AssignmentStmt) or not isinstance(statement.rvalue, CallExpr):
            continue
        callee: Expression = statement.rvalue.callee
        target = statement.lvalues[0]
        if isinstance(callee, RefExpr) and callee.fullname.endswith(KEY) and isinstance(target, NameExpr):
            yield target.name, statement.rvalue


def _is_null(call: CallExpr) -> bool:
    given = dict(zip(call.arg_names, call.args, strict=True))
    null = given.get("null")
    return isinstance(null, NameExpr) and null.name == "True"


def plugin(version: str) -> type[PeeweePlugin]:
    """What mypy calls."""
    return PeeweePlugin
