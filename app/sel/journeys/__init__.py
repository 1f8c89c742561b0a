"""Wizards as pure functions: typed, frozen state and the next step. No Qt, no words."""
