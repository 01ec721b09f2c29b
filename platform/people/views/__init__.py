"""What people see of themselves, their files and invitations, and what staff see of people."""
