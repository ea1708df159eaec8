import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A command as the shell hands it on, without its name. */
export type Arguments = readonly string[];

/** Stand in for the programs: each writes down what it was called with, whatever its output is redirected to. */
const STAND_INS = `
tell() { { printf '%s\\037' "$@"; printf '\\036'; } >&3; }
aws() { tell "$text" aws "$@"; }
kubectl() { tell "$text" kubectl "$@"; }
`;

/** What bash makes of texts, none of which leads anywhere: the commands of each, by its index. */
export function commandsOf(texts: readonly string[]): readonly (readonly Arguments[])[] {
  const script = texts.map((text, at) => `text=${at}\n${uncommented(text)}\n`).join('');
  const directory = mkdtempSync(path.join(tmpdir(), 'podguard-mend-'));
  try {
    const { status, output } = spawnSync('bash', ['-eu', '-c', STAND_INS + script], {
      cwd: directory,
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '' },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    if (status !== 0) throw new Error(`bash ends with ${status}: ${output[2]}`);
    const calls = (output[3] ?? '').split('\u001e').map((call) => call.split('\u001f').slice(0, -1));
    return texts.map((_, at) => calls.filter(([text]) => text === `${at}`).map((call) => call.slice(1)));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** What bash says of a text that it does not run. */
export function syntaxErrorOf(text: string): string {
  return spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' }).stderr;
}

/** With the commands that stand in comments, for a later time. */
export function uncommented(text: string): string {
  return text.replaceAll(/^ *#(?:.*? )??((?:aws|kubectl) [a-z].*)$/gm, '$1');
}
