"""E-mail to one person at a time: addresses, messages, the way out, what comes back, and the outbox.

A message is a row first (`outbox`), written in the same transaction as what it belongs to, and leaves only
after commit, through `transport`, which knows exactly one recipient and no other way than verified TLS.
"""
