"""The bank as a WSGI program of its own."""

import os

from app.sandbox.bank import create_bank
from config import read

bank = create_bank(read(os.environ).data_dir)
