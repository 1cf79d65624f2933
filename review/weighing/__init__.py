"""What a proposal would come to: differences and merges, the outcome of acts and of undoing them,
reasons, restrictions and tallies. Nothing here sends or decides anything."""
