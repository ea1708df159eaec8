import type { Readable } from 'node:stream';
import type { Found } from './find-files.ts';

/** Where records are that lie in no file system. */
export interface Source {
  /** Whether a path is one of its places. */
  has(path: string): boolean;
  /** What there is to read in a place, and what of it could not be listed. */
  find(path: string): AsyncIterable<Found>;
  /** Reads what was found. Its stream fails with what `unreadable` makes. */
  open(path: string): Readable;
  /** How many of its things are read at the same time. */
  readonly atOnce: number;
  /** How much of all that was asked for is over, from 0 to 1, as far as it can be told. */
  share(): number;
}
