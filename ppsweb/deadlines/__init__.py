"""The clock, working days, bank holidays, and every statutory rule as data."""
