"""Building the site: settings, keys, database, shared rooms, feature rooms, error pages; nothing else."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter

from ppsweb import auth, keys, rooms, settings, web
from ppsweb.database import connecting
from ppsweb.keys import master
from ppsweb.mail import config as mail_config
from ppsweb.settings import Settings
from ppsweb.worker import queue

ROOT = Path(__file__).parent.parent


class IdConverter(BaseConverter):
    """An id in an address: 26 characters, or the route does not match."""

    regex = "[0-9a-hjkmnp-tv-z]{26}"


class SlugConverter(BaseConverter):
    """The stable address of a leaflet: lower-case words with hyphens."""

    regex = "[a-z0-9]+(?:-[a-z0-9]+)*"


def build(given: Settings | None = None) -> Flask:
    """The site. `given` settings are for tests; otherwise environment and instance/settings.cfg are read.

    Raises SettingsRefused or MasterKeyRefused rather than start on a doubtful value.
    """
    current = given or settings.load(ROOT)
    app = Flask(
        __name__,
        root_path=str(ROOT),
        template_folder="templates",
        static_folder="static",
        instance_path=str(Path(current.instance_folder).resolve()),
    )
    app.extensions["settings"] = current
    app.url_map.converters.update({"id": IdConverter, "slug": SlugConverter})
    if current.trusted_proxies > 0:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=current.trusted_proxies, x_proto=1, x_host=1)  # type: ignore[method-assign]
    mail_config.from_settings(current)  # a setting that would name the service in a message stops the start
    keys.open_ring(master.read(Path(current.master_key_file)))
    connecting.init_app(app, current)
    auth.init_app(app, current)
    web.init_app(app, current)
    queue.init_app(app, current)
    rooms.register(app)
    web.finish(app)
    return app
