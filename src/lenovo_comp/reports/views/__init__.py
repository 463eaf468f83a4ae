"""Results → blocks, in one language: what each command tells its reader."""
