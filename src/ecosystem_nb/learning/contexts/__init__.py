"""One model, four contexts: what trigger, reconstruction, simulation and analysis ask of it."""
