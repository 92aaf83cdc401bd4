"""What the words mean: the ontology, its shapes, its prefixes and a closed vocabulary class."""
