"""The exercise types, a module each, found by their names: how each is declared, and what its shape must be."""
