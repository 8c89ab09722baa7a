"""Lead files in: found out, shown, taken, and undone.

`decode` finds the encoding, `quoting` the rows, `table` the delimiter and the header, `columns`
what each column holds (`vocabulary` by its name, `content` by its cells), `rows` makes prospects
(`cells`, `values`, `numbers`), `people` finds who is the same person, `importer` puts it together,
`telling` says what was understood, and `taking` writes it into the workbench. vCards (`vcards`),
JSON (`objects`) and workbooks (`workbooks`) become a table of the same kind, as `opening` decides.
"""
