"""Does a reserved path help data to arrive in time? Calendars, promises and deadlines beside best effort."""
