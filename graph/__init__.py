"""What can be asked: the store, SPARQL, named questions and views, and the network they make."""
