"""The outside world in small: a bank and an SMS provider that answer as their documents say, and misbehave on demand."""
