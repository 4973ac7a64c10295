"""The optimizer's laboratory: FTS's rule beside others on one link."""
