"""One function for each thing a person can do. Handed a backend, never imports one."""
