import gc

from app import create_app

app = create_app()
gc.freeze()  # what the program consists of stays; it is not gone through for rubbish again and again
