"""The bundled DOCX templates of letters; `build` makes them. An office puts its own, of the same names, into SARABAN_LETTERS."""
