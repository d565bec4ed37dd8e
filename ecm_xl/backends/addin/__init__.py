"""The buttons: what of ours lies where in Excel and LibreOffice, on all three systems, for one user."""
