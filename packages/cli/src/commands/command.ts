import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Catalogue } from '@podguard/core';
import type { Format, OutputFlags } from '../options.ts';
import { type Terminal, unwritable, write } from '../terminal.ts';

/** What every command is given. */
export interface CommandDeps {
  readonly terminal: Terminal;
  /** When a command runs, with the rules that the configuration adds. */
  readonly catalogue: Catalogue;
  /** Sets the exit status. */
  readonly done: (status: number) => void;
}

export function formatFor(flags: OutputFlags, terminal: Terminal): Format {
  if (flags.format !== undefined) return flags.format;
  return terminal.stdout.isTTY === true && flags.output === undefined ? 'table' : 'ndjson';
}

/** Writes results to `--output FILE`, or to the standard output. */
export async function writeResult(text: string, flags: OutputFlags, terminal: Terminal): Promise<void> {
  if (flags.output === undefined) return write(terminal.stdout, text);
  const file = path.resolve(terminal.directory, flags.output);
  try {
    await writeFile(file, text);
  } catch (cause) {
    throw unwritable(file, cause);
  }
}
