"""The language of the house: steps, walks, items, ports, orders; standard library only."""
