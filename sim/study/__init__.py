"""Studies of a scenario: the same talks with their dials turned, point by point."""
