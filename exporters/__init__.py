"""How a network leaves: one module per format, all listed in one EXPORTERS table."""
