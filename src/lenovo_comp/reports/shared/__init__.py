"""Parts that reports share: their interface, names, tables, footers, pages and workbooks."""
