"""The branding fund."""
