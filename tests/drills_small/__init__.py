"""Every drill at a small scale; `make drill` runs them at full."""
