/** Writes docs/schemas: what each command prints under --json, as JSON Schema 2020-12. Run by `npm run schemas`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { commands } from './commands.ts';
import { Failure } from './failure.ts';

/** The folder of the committed schemas. */
export const schemasFolder = fileURLToPath(new URL('../../../docs/schemas/', import.meta.url));

/** File name to schema: one for each command, and `failure.json` for when a command fails. */
export function schemas(): Map<string, object> {
  const outputs = commands.map(
    ({ name, summary, output }) =>
      [
        `${name}.json`,
        { ...z.toJSONSchema(output), title: `vantage ${name} --json`, $comment: summary },
      ] as const,
  );
  return new Map<string, object>([
    ...outputs,
    ['failure.json', { ...z.toJSONSchema(Failure), title: 'vantage … --json, when it fails' }],
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(schemasFolder, { recursive: true });
  for (const [file, schema] of schemas())
    writeFileSync(join(schemasFolder, file), `${JSON.stringify(schema, null, 2)}\n`);
}
