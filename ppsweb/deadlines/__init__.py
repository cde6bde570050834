"""The clock, working days, bank holidays, and every statutory rule as data.

`counting` counts, `calendars` and `schools` know which days count, `law` holds the rules as versioned rows,
`working_out` applies one, and `request_clock` replays the events of a subject-access request.
"""
