import { backup } from './backup.ts';
import type { Command } from './command.ts';
import { doctor } from './doctor.ts';
import { held } from './held.ts';
import { restore } from './restore.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [held, doctor, backup, restore];
