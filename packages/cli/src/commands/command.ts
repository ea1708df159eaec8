import path from 'node:path';
import type { Catalogue } from '@podguard/core';
import type { Format, OutputFlags } from '../options.ts';
import { replaceFile, tryToReplace } from '../replace-file.ts';
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

/** Who will not be able to write a result is to say so before the work, which records what it finds. */
export async function refuseUnwritable({ output }: OutputFlags, terminal: Terminal): Promise<void> {
  if (output === undefined) return;
  const file = path.resolve(terminal.directory, output);
  try {
    await tryToReplace(file);
  } catch (cause) {
    throw unwritable(file, cause);
  }
}

/** Writes results, whole or in parts, to `--output FILE`, or to the standard output. */
export async function writeResult(
  result: string | Iterable<string>,
  flags: OutputFlags,
  terminal: Terminal,
): Promise<void> {
  const parts = typeof result === 'string' ? [result] : result;
  if (flags.output === undefined) {
    for (const part of parts) if (!(await write(terminal.stdout, part))) return;
    return;
  }
  const file = path.resolve(terminal.directory, flags.output);
  try {
    await replaceFile(file, parts);
  } catch (cause) {
    throw unwritable(file, cause);
  }
}
