import { z } from 'zod';
import { VantageError } from '../platform/index.ts';
import { headsFile, startSealer } from '../sharing/index.ts';
import { startServer } from '../web/index.ts';
import { defineCommand } from './command.ts';
import { areaOf } from './place.ts';

/** What `vantage serve` prints once it listens. */
export const ServeOutput = z.object({ url: z.url(), port: z.int() });

export const serve = defineCommand({
  name: 'serve',
  arguments: '',
  summary: 'serve the pages and the API to this machine',
  help: `Serves the pages and the API of a made-up area, to this machine only, until it is stopped with Ctrl+C:

  vantage serve
  vantage serve --port 8080

Real people's records are refused until sign-in exists.`,
  options: {
    port: {
      type: 'string',
      placeholder: 'N',
      help: 'port to listen on: 4180 when left out; 0 takes any free one',
    },
  },
  output: ServeOutput,
  serves: true,
  endsItself: true,
  async run(context) {
    const db = await context.open();
    const server = await startServer({ db, port: portOf(context.values.port) });
    const { code: area } = await areaOf(db);
    const sealer = startSealer(db, { area, heads: headsFile(context.data) });
    const output = { url: server.url, port: server.port };
    context.tell(output);
    context.say(`Open ${server.url}\nIt listens on this machine only. Stop it with Ctrl+C.`);
    await new Promise<void>((stopped) => {
      if (context.signal.aborted) stopped();
      context.signal.addEventListener('abort', () => stopped(), { once: true });
    });
    await server.close();
    await sealer.stop();
    return { output };
  },
});

function portOf(text: unknown): number {
  if (text === undefined) return 4180;
  const port = Number(text);
  if (typeof text !== 'string' || !/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new VantageError('bad-input', `--port must be a number from 0 to 65535, not "${text}".`, {
      remedy: 'Choose a port above 1023, or 0 for any free one.',
    });
  }
  return port;
}
