"""The statutory dates: counting, calendars, every rule, and the clock of a request."""
