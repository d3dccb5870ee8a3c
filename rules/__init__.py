"""Form definitions, labels, field grammars, roster match and confidence. Imports only `ocr`'s types and lattice."""
