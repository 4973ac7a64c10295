"""What the detector was like, and when: intervals of validity and scripts of drift."""
