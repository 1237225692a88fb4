"""The shape of what people send: fields that take numbers, money, dates and telephone numbers as people type them."""
