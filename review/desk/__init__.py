"""What people on the desk see and press: queue, changesets, inbox, letters, admin and views."""
