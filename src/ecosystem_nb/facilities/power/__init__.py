"""Power and carbon: what nodes, disks and tape draw by vintage, and what that emits."""
