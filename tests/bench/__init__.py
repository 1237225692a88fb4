"""`make bench`: what pages cost, as a ratio to the barest Flask page on the same machine in the same run."""
