"""The bank as a WSGI program of its own."""

import os

from app.sandbox.bank import create_bank
from config import read

settings = read(os.environ)
bank = create_bank(settings.data_dir, settings.stripe_webhook_secret)
