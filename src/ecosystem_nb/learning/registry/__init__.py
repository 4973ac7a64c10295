"""From training to production: gate, registry, lineage, canary and rollback."""
