"""Files of works in: what was read becomes works to propose, and what is here already is not made again."""
