"""Results → JSON documents, a versioned contract (`docs/schema/`). Own types, no dumps."""
