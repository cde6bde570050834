"""The worker: job and outbox rows are the truth, the queue only says "look now"."""
