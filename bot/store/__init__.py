"""Where a team's data is kept; the only place besides the rules where SQL stands."""
