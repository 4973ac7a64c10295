"""One coprocessor for many clients: inference as a service, measured and modelled."""
