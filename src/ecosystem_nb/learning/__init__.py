"""A model in production while the detector ages: simulation, retraining, alarms, registry, hardware."""
