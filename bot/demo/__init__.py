"""A made-up team's week, played from its export files."""
