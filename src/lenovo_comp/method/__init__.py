"""The rules of the method as pure functions: one rule a function, one topic a file (docs/method.md)."""
