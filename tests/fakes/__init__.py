"""The outside world in small: a bank and an SMS provider that answer as documented, and misbehave on demand."""
