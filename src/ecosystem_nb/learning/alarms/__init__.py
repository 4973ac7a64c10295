"""Alarms on unlabelled data: how far it has moved, and whether that calls for a retraining."""
