"""Pages of our own in several manners, whose dates were labelled by hand before they were read."""
