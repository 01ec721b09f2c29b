"""Pages of ideas and proposals."""
