"""GOV.UK's components, drawn as their makers wrote them: they ask after parameters that nobody gave.

The site's own templates are strict, so that a misspelt name is an error and not an empty place on a page. The
components are templates of other people who use absence as a value; they are compiled in an environment of their
own that lets them, and handed to ours ready made.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import Flask
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    PackageLoader,
    PrefixLoader,
    Template,
    TemplateNotFound,
)

PACKAGES = ("govuk_frontend_jinja", "govuk_frontend_wtf")


class Components(BaseLoader):
    """Finds `govuk_frontend_jinja/…` and `govuk_frontend_wtf/…`, compiled in the components' own environment."""

    def __init__(self) -> None:
        self.environment = Environment(
            loader=PrefixLoader({name: PackageLoader(name) for name in PACKAGES}),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def load(
        self,
        environment: Environment,
        name: str,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        if not name.startswith(PACKAGES):
            raise TemplateNotFound(name)
        return self.environment.get_template(name)

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        if not template.startswith(PACKAGES):
            raise TemplateNotFound(template)
        return self.environment.loader.get_source(self.environment, template)  # type: ignore[union-attr]


def init_app(app: Flask) -> None:
    """Let the site's templates import the components."""
    app.jinja_env.loader = ChoiceLoader([Components(), app.jinja_env.loader])  # type: ignore[list-item]
