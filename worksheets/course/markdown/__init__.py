"""Pages in Markdown, read and checked: blocks to be drawn, and the exercises that they declare."""
