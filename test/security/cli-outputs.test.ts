import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLI_RUNS, ELSEWHERE } from './cli-runs.ts';
import { type CliStage, openCliStage } from './cli-stage.ts';
import { CORPUS } from './corpus.ts';
import { listedCommands } from './listed-commands.ts';
import { ORACLES, textFaults } from './oracles.ts';

const commands = await listedCommands();
let hostile: CliStage;
let tame: CliStage;
beforeAll(async () => {
  hostile = await openCliStage(CORPUS);
  tame = await openCliStage(CORPUS.map((_, at) => `tame${at}`));
}, 60_000);
afterAll(() => {
  hostile.close();
  tame.close();
});

describe('every command of the program', () => {
  it.for(commands.map(({ name }) => name))('%s has a test of what it writes', (name) => {
    const elsewhere = ELSEWHERE[name];
    expect(
      CLI_RUNS[name] !== undefined ||
        (elsewhere !== undefined && existsSync(new URL(elsewhere, import.meta.url))),
    ).toBe(true);
  });

  it('in every format has an idea of what must not be in it', () => {
    const formats = new Set(commands.flatMap((one) => one.formats));
    expect(formats.size).toBeGreaterThan(8);
    expect([...formats].filter((format) => ORACLES[format] === undefined)).toEqual([]);
  });
});

describe.for(commands.filter(({ name }) => CLI_RUNS[name] !== undefined))(
  'podguard $name of texts that somebody chose',
  ({ name, formats }) => {
    it.for(formats.length === 0 ? ['text'] : formats)(
      'as %s shows them as text',
      { timeout: 60_000 },
      async (format) => {
        const flags = format === 'text' ? [] : ['--format', format];
        const isMarkup = format === 'md' || format === 'html';
        const known = isMarkup ? await CLI_RUNS[name]!(tame, flags) : [];
        const outputs = await CLI_RUNS[name]!(hostile, flags);
        expect(outputs.some(({ stdout, stderr }) => (stdout + stderr).length > 20)).toBe(true);
        const oracle = ORACLES[format]!;
        const faults = outputs.flatMap(({ stdout, stderr }) => [
          ...(stdout === '' ? [] : oracle(stdout, known.map((one) => one.stdout).join('\n'))),
          ...textFaults(stderr),
        ]);
        expect(faults.slice(0, 10)).toEqual([]);
      },
    );
  },
);
