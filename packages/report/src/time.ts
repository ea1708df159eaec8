import { plain } from './plain.ts';

/** A point in time as people read it. */
export function time(at: string): string {
  return plain(at)
    .replace('T', ' ')
    .replace(/(?:\.\d+)?Z$/, ' UTC');
}
