"""The entry for gunicorn and for `flask --app wsgi`."""

from ppsweb import create_app

app = create_app()
