"""What we know, and how it comes in: the bundled Turtle files, the table importer and RDF file reading."""
