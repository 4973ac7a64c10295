"""How much CPU, disk and tape an experiment needs: published curves, and the need built from its parts."""
