import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const CHARTS = path.resolve(import.meta.dirname, '../fixtures/charts');
const NO_ASSOCIATIONS = path.join(CHARTS, 'no-associations.json.txt');

describe('ordinary charts as they render', () => {
  it.for([
    ['nothing is known of associations', []],
    ['there are none', ['--associations', NO_ASSOCIATIONS]],
  ] as const)('open nothing of medium or above where %s', async ([, options]) => {
    const { status, stdout, stderr } = await runCli(['check', CHARTS, '--fail-on', 'medium', ...options]);
    expect(stdout).not.toMatch(/"severity":"(medium|high|critical)"/);
    expect(stderr).toContain('manifests read');
    expect(status).toBe(0);
  });
});
