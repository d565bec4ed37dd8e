"""Standards as data: the TOML files, their loader and their linter."""
