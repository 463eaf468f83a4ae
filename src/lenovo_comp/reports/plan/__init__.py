"""`comp plan`: what to work on first, or what a team must learn."""
