"""PDF in and out: typesetting, finishing, forms, the print file."""
