"""What can go wrong with a registry, each in one line."""


class RegistryError(RuntimeError):
    """The registry refuses, and nothing in it has changed."""


class Locked(RegistryError):
    """Another process holds the registry."""


class Damaged(RegistryError):
    """A file of the registry is not what was written."""


class NotPromoted(RegistryError):
    """A version may not go into production; the message says by which check."""


class Conflict(RegistryError):
    """Production moved between the look at it and the promotion."""
