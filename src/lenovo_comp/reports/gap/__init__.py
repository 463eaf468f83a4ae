"""`comp gap`: one person."""
