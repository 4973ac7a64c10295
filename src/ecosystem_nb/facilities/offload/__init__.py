"""What may leave the sites for an HPC centre, what the centre must give for it, and what sites then buy."""
