"""The ground floor: database, outbox, money, calendar, Persian text, storage, encryption, clock.

Knows no business word. Owns `move`, `outbox`, `schedule`, `heartbeat`, `rule`, `throttle`, `audit`, `audit_link`,
`audit_check`, `picture`, `recording`.
"""
