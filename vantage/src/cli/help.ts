import type { Command, Option } from './command.ts';

/** Options that every command has. */
export const commonOptions: Readonly<Record<string, Option>> = {
  data: {
    type: 'string',
    placeholder: 'FOLDER',
    help: 'the data folder (default ./data); not used when DATABASE_URL is set',
  },
  json: { type: 'boolean', help: 'print one JSON value, described in docs/schemas, and no progress' },
  help: { type: 'boolean', help: 'say what the command does' },
};

/** What `vantage` alone prints. */
export function overview(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => usage(command).length));
  return `Vantage makes one picture of each family that is being helped, from the records of the agencies around it.

Start here:
  npm run demo              a made-up area, built and served, in one go

Commands:
${commands.map((command) => `  ${usage(command).padEnd(width)}  ${command.summary}`).join('\n')}

Every command takes:
${optionLines(commonOptions)}

vantage help COMMAND says more about one, vantage --version which version this is. A command ends with 0 when it is done, 1 when it failed, 2 when it was
called wrongly, 3 when it is done but held rows back.`;
}

/** What `vantage help COMMAND` prints. */
export function commandHelp(command: Command): string {
  return `vantage ${usage(command)}

${command.help}

Options:
${optionLines({ ...command.options, ...commonOptions })}`;
}

function usage(command: Command): string {
  return `${command.name} ${command.arguments}`.trim();
}

function optionLines(options: Readonly<Record<string, Option>>): string {
  const lines = Object.entries(options).map(([name, option]) => ({
    flag: option.type === 'string' ? `--${name} ${option.placeholder}` : `--${name}`,
    help: option.help,
  }));
  const width = Math.max(...lines.map(({ flag }) => flag.length));
  return lines.map(({ flag, help }) => `  ${flag.padEnd(width)}  ${help}`).join('\n');
}
