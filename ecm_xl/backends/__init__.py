"""The only place that touches Excel libraries, the bytes of files, processes and folders."""
