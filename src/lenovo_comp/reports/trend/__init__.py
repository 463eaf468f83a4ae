"""`comp trend`: one cycle against another."""
