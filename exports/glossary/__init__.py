"""Writers of glossaries and of consistency reports: one module a format."""
