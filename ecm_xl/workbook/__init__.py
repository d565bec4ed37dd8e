"""The shape of our workbooks, without any Excel library."""
