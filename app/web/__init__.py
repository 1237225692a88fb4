def open_doors(app, settings):
    pass
