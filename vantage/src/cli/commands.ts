import { agreements } from './agreements.ts';
import { area } from './area.ts';
import { audit } from './audit.ts';
import { backup } from './backup.ts';
import { build } from './build.ts';
import type { Command } from './command.ts';
import { consent } from './consent.ts';
import { doctor } from './doctor.ts';
import { duties } from './duties.ts';
import { family } from './family.ts';
import { held } from './held.ts';
import { like } from './like.ts';
import { mappings } from './mappings.ts';
import { outbox } from './outbox.ts';
import { prices } from './prices.ts';
import { purpose } from './purpose.ts';
import { restore } from './restore.ts';
import { reviews } from './reviews.ts';
import { seal } from './seal.ts';
import { serve } from './serve.ts';
import { spending } from './spending.ts';
import { synth } from './synth.ts';
import { whoIsWho } from './who-is-who.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  build,
  serve,
  family,
  spending,
  area,
  like,
  prices,
  held,
  outbox,
  mappings,
  whoIsWho,
  synth,
  doctor,
  seal,
  consent,
  agreements,
  duties,
  purpose,
  reviews,
  audit,
  backup,
  restore,
];
