"""The catalogue's parts; `findings` puts them together and is what others import."""
