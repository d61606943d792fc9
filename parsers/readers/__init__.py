"""Files to manuscripts: one module a format."""
