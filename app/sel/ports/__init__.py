"""What the flows may ask for; adapters implement it, `sel.wiring` chooses them."""
