"""Which way of finding tracks is worth more work: one comparison, one scorecard."""
