"""A network small enough for a trigger: fixed point, bit for bit, with what it costs on a device."""
