"""Every citation in the data is what its CSL item makes: a corrected title cannot leave an old citation behind."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from equigraph.data.bundle import bundled_files
from equigraph.data.citations import csl_item, format_item

QUERY = """
PREFIX eq: <https://w3id.org/equigraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX bibo: <http://purl.org/ontology/bibo/>
PREFIX schema: <https://schema.org/>
SELECT ?citation ?authors ?year ?title ?publisher ?source_type ?doi ?eric ?url {
  ?source a eq:ResearchSource ; dcterms:bibliographicCitation ?citation ; dcterms:title ?title ;
    eq:sourceType/skos:prefLabel ?source_type .
  OPTIONAL { ?source eq:authors ?authors }
  OPTIONAL { ?source dcterms:issued ?year }
  OPTIONAL { ?source dcterms:publisher ?publisher }
  OPTIONAL { ?source bibo:doi ?doi }
  OPTIONAL { ?source eq:eric ?eric }
  OPTIONAL { ?source schema:url ?url }
}
"""


@pytest.mark.slow
def test_citations_are_made_of_their_parts() -> None:
    store = ox.Store()
    for path in bundled_files():
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    stale, checked = [], 0
    for row in store.query(QUERY):
        parts = {
            name: row[name].value if row[name] else ""
            for name in ("authors", "year", "title", "publisher", "source_type", "doi", "eric", "url")
        }
        checked += 1
        written = format_item(json.loads(json.dumps(csl_item(**parts))))  # as a reference manager gets it
        if written != row["citation"].value:
            stale.append((row["citation"].value, written))

    assert [] == stale
    assert 522 == checked
