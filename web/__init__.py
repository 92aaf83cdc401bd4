"""The local explorer: the graph in the browser; every page is a plain address that can be shared."""
