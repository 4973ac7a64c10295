"""A crystal calorimeter that ages: conditions, showers, read-out."""
