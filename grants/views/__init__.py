"""What residents, the panel, grant holders and staff see of decisions and money."""
