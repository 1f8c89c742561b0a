"""Parts of the place "Partner domains"."""
