import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { schemas, schemasFolder } from './schemas.ts';

it('docs/schemas is what the commands print; npm run schemas writes it', () => {
  const committed = readdirSync(schemasFolder).sort();
  expect(committed).toEqual([...schemas().keys()].sort());
  for (const [file, schema] of schemas()) {
    expect(JSON.parse(readFileSync(join(schemasFolder, file), 'utf8')), file).toEqual(schema);
  }
});
