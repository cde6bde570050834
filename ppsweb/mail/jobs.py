"""The worker sends what is due in every round."""

from ppsweb.mail.sending import send_due
from ppsweb.worker import queue

queue.every_round(send_due)
