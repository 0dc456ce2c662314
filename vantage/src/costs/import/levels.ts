import { type Cells, cellAt, headingIn, notPrices, wrongCell, yearOf } from './cells.ts';

const remedy =
  'Give a table with the columns year and level: 2024-25 and a number above nought, each year once.';

/**
 * Price levels of a table with the columns "year" and "level" (or "deflator", or "index"), on any base.
 * @throws VantageError 'bad-input' that names the cell, where one is no year or no level, or a year stands twice.
 */
export function levelsIn(sheets: readonly Cells[]): Record<string, number> {
  const levels: Record<string, number> = {};
  const wanted = { year: /year/i, level: /level|deflator|index/i };
  for (const sheet of sheets) {
    const heading = headingIn(sheet, wanted);
    if (heading === undefined) continue;
    for (const row of sheet.rows.slice(heading.at + 1)) {
      const [year, level] = [
        cellAt(sheet, row, heading.columns.year),
        cellAt(sheet, row, heading.columns.level),
      ];
      if (year.text === '' && level.text === '') continue;
      const name = yearOf(year.text);
      if (name === undefined) throw wrongCell(year, 'no financial year', remedy);
      if (levels[name] !== undefined) throw wrongCell(year, 'a year that has stood before', remedy);
      if (!(Number(level.text) > 0)) throw wrongCell(level, 'no price level', remedy);
      levels[name] = Number(level.text);
    }
  }
  if (Object.keys(levels).length === 0) throw notPrices('The file has no table of price levels.', remedy);
  return levels;
}
