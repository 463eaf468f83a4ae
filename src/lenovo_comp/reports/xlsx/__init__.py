"""Results → workbooks."""
