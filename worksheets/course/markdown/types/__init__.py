"""The exercise types, a module each, found by their names: how a fence of Markdown declares an exercise."""
