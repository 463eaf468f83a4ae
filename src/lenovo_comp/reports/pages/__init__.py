"""Pages of HTML: one self-contained file each, fit for a mail attachment, a phone and A4."""
