"""Pictures of maps, pure: contents + notes → a picture → SVG, HTML, words.

What there is, and where:

- `picture.draw(contents, notes=None, *, caption="", prefix="", with_empty_rows=False) → MapPicture`
  lays a map out in columns and rows. `MapPicture.pages(columns_per_page=7, *, width=1032,
  row_height=320, lines_per_text=20)` cuts it for print: windows of columns, rows a page can end
  between.
- `comparison_picture.draw(before, after, comparison, *, before_name, after_name, prefix="")
  → ComparisonPicture` lays two versions out on the same columns; it has `pages(…)` too.
- `svg.draw_map(picture, palette)` and `svg.draw_comparison(picture, palette)` give a whole file to
  download, drawn with `palette.LIGHT`, `DARK` or `PRINT`.
- `text.describe(picture) → Description` and `text.describe_comparison(picture)` say it in words.
- Templates `journeys/picture/map.html` and `journeys/picture/comparison.html` show a picture that the
  context has as `picture`, on screen or, for what `pages` gives, in print; both want
  `journeys/picture.css`, the screen also `journeys/picture.js` (the frame on the overview).

In the HTML every element has `id="element-<key>"` and `data-key`; in a comparison also `data-change`.
In print it has them once, on the page it begins on; ids of further pages begin with `p2-`, `p3-`….
Two pictures on one page need different prefixes: `prefix="before-"` makes `before-element-<key>`.
"""
