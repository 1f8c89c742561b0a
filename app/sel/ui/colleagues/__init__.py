"""The parts of the place "Colleagues": the list, one person, what is handed over."""
