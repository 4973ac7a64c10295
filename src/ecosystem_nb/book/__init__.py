"""Executes, checks and publishes pages; knows no physics."""
