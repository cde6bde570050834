"""House rules: templates, verbs, settings, logs."""

from __future__ import annotations

import importlib
import inspect
import logging
import pkgutil
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

import ppsweb
from ppsweb import rooms
from ppsweb.audit import AuditRow, NoAuditRow, action
from ppsweb.database import database
from ppsweb.mail.states import Kind
from ppsweb.settings import Settings
from ppsweb.web import errors
from tests.given.families import a_case, a_note

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
CITING = (".py", ".html", ".txt", ".md")
MARKER = "Zanzibar-marker-7731"


def template_names() -> list[str]:
    return sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.*"))


def test_every_template_compiles(app: Flask) -> None:
    assert len(template_names()) > 40
    for name in template_names():
        app.jinja_env.get_template(name)


def test_every_page_has_a_title_of_its_own() -> None:
    for name in template_names():
        text = (TEMPLATES / name).read_text()
        if "{% extends" in text and not name.startswith("layouts/"):
            assert re.search(r"{% block title %}.+{% endblock %}", text), name
            assert (
                "person.name" not in (re.search(r"{% block title %}(.*?){% endblock %}", text) or [""])[0]
            ), name


def test_every_template_is_used() -> None:
    sources = [path.read_text() for path in (ROOT / "ppsweb").rglob("*.py")]
    sources += [path.read_text() for path in TEMPLATES.rglob("*.*")]
    text = "\n".join(sources)
    named = {f"errors/{status}.html" for status in errors.CODES} | {f"mail/{kind}.txt" for kind in Kind}
    unused = [name for name in template_names() if f'"{name}"' not in text and name not in named]
    assert not unused
    assert named <= set(template_names())


def _verbs() -> list[tuple[str, Any]]:
    """Every public function of every room's `actions`."""
    found = []
    for module in pkgutil.walk_packages(ppsweb.__path__, "ppsweb."):
        parts = module.name.split(".")
        if "actions" not in parts:
            continue
        loaded = importlib.import_module(module.name)
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            if not name.startswith("_") and function.__module__ == module.name:
                found.append((f"{module.name}.{name}", function))
    return found


#: questions that stand beside the verbs that ask them, and change nothing
QUESTIONS = re.compile(r"\.(has_|is_|may_|references_of|reasons_)")


def test_every_verb_is_one_transaction_with_its_audit_row() -> None:
    verbs = _verbs()
    assert len(verbs) > 25
    bare = [
        name for name, verb in verbs if not getattr(verb, "is_action", False) and not QUESTIONS.search(name)
    ]
    assert not bare


def test_a_verb_that_leaves_no_row_is_rolled_back(officer: Any) -> None:
    @action
    def forgetful() -> None:
        AuditRow.select().count()
        officer.__class__.update(left_at=officer.created_at).execute()

    with pytest.raises(NoAuditRow):
        forgetful()
    assert officer.__class__.get_by_id(officer.id).left_at is None


def test_every_setting_is_in_the_readme() -> None:
    """And no row there is of a setting that has gone."""
    readme = (ROOT / "README.md").read_text().partition("| setting |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", readme, re.MULTILINE) == [each.name for each in fields(Settings)]


def test_every_rule_that_is_cited_is_on_the_page_of_rules() -> None:
    """A rule of practice (D4.02) that the code or a document rests on is in docs/rules.md, once."""
    listed = re.findall(r"^\| (D\d\.\d+) \|", (ROOT / "docs" / "rules.md").read_text(), re.MULTILINE)
    assert len(listed) == len(set(listed)) > 50
    folders = [ROOT / name for name in ("ppsweb", "templates", "tests", "docs")]
    files = [path for folder in folders for path in folder.rglob("*.*") if path.suffix in CITING]
    cited = {(rule, path.name) for path in files for rule in re.findall(r"\bD\d\.\d+\b", path.read_text())}
    assert sorted(each for each in cited if each[0] not in listed) == []


def test_the_databases_logger_is_quiet(
    app: Flask, db: Flask, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Peewee logs parameters at DEBUG, even sealed ones need not be in a log, however much else is logged."""
    peewee = logging.getLogger("peewee")
    caplog.set_level(logging.DEBUG)  # of the root
    AuditRow.get_or_none(AuditRow.id == MARKER)
    assert MARKER not in caplog.text
    monkeypatch.setattr(peewee, "level", logging.DEBUG)
    peewee.manager._clear_cache()  # type: ignore[attr-defined]
    AuditRow.get_or_none(AuditRow.id == MARKER)
    assert MARKER in caplog.text, "the control: it would have been seen"
    monkeypatch.undo()
    peewee.manager._clear_cache()  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", template_names())
def test_a_link_that_looks_like_a_button_answers_the_space_key(name: str) -> None:
    """GOV.UK's script does that for what its own component draws; a link made by hand has no `data-module`."""
    assert 'role="button"' not in (TEMPLATES / name).read_text()


def test_no_log_line_has_what_somebody_typed(
    app: Flask, as_officer: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    logging.getLogger("control").info("the control: %s", MARKER)
    assert MARKER in caplog.text, "a line with the marker would be seen"
    caplog.clear()
    case = a_case(as_officer.member)
    a_note(as_officer.member, case, f"About {MARKER}.")
    as_officer.get(f"/cases/{case.id}")
    as_officer.get("/cases/find").form("Find").submit(words=MARKER)
    as_officer.get(f"/cases/{case.id}/note").form("Save the note").submit(expect=422, parents_view="")
    form = as_officer.get(f"/cases/{case.id}/note").form("Save the note")
    form.submit(facts=f"Again {MARKER}.", happened_time="25:99", expect=422)
    assert MARKER not in caplog.text


def test_a_statement_that_fails_does_not_log_its_parameters(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with app.app_context(), pytest.raises(Exception, match="nowhere"):
        database.execute_sql(f"SELECT * FROM nowhere WHERE x = {database.param}", (MARKER,))  # noqa: S608
    assert MARKER not in caplog.text


def test_every_room_is_on_the_contents_page() -> None:
    packages = {module.name for module in pkgutil.iter_modules(ppsweb.__path__) if module.ispkg}
    assert packages - set(rooms.ROOMS) <= {"web", "demo"}


def test_no_refusal_is_drawn_as_a_thing_that_was_done() -> None:
    """A message without a kind is green and says "Done": a refusal goes through `flash_refused` or `saying`."""
    sources = {path: path.read_text() for path in (ROOT / "ppsweb").rglob("*.py")}
    by_hand = re.compile(r"flash\([^()]*(?:str\(refused|refused\.)")
    assert by_hand.search('flash(str(refused), "important")'), "the pattern finds what it looks for"
    at_fault = [str(path.relative_to(ROOT)) for path, text in sources.items() if by_hand.search(text)]
    assert at_fault == ["ppsweb/web/messages.py"]
    said = [text for text in sources.values() if "flash_refused(refused)" in text or "with saying(" in text]
    assert len(said) > 5
