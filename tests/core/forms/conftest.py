"""What the tests of forms share stands one folder up, and in `tests.forms`."""
