"""Where works are typed in and found."""
