import { VantageError } from '../errors.ts';

/** Turns an error of the file system into a sentence with a remedy. */
export function diskError(error: unknown, path: string): VantageError {
  if (error instanceof VantageError) return error;
  const { code, message, errcode } = error as NodeJS.ErrnoException & { errcode?: number };
  const [what, remedy] = sentences[sqliteCodes[(errcode ?? 0) & 0xff] ?? code ?? ''] ?? [
    `${path} could not be used: ${message}.`,
    'Mend the cause and try again, or give another folder with --data.',
  ];
  return new VantageError('failed', what.replace('PATH', path), { remedy, cause: error });
}

/** SQLite's result codes (its extended ones hold these in their lowest byte) that say the same as the system's. */
const sqliteCodes: Readonly<Record<number, string>> = { 3: 'EACCES', 8: 'EROFS', 13: 'ENOSPC', 14: 'EACCES' };

const sentences: Readonly<Record<string, readonly [string, string]>> = {
  ENOSPC: [
    'The disk that holds PATH is full.',
    'Free some space and try again; nothing half-written is kept.',
  ],
  EROFS: ['The disk that holds PATH is read-only.', 'Give a folder that can be written with --data.'],
  EACCES: [
    'This user may not write PATH.',
    'Run as the user who made the data folder, or give another folder with --data.',
  ],
  EPERM: [
    'This user may not write PATH.',
    'Run as the user who made the data folder, or give another folder with --data.',
  ],
  ENOENT: ['PATH cannot be made there.', 'Give another folder with --data.'],
  ENOTDIR: ['A part of PATH is a file, not a folder.', 'Give another folder with --data.'],
};
