import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingsIn, runCli } from '../support/run-cli.ts';
import { useDirectory } from '../support/use-directory.ts';

const DAY_MS = 86_400_000;
const { directory } = useDirectory('exempt-configured');

describe('configured exemptions', () => {
  const document = JSON.stringify({
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
  });

  it.for([
    ['in force', new Date(Date.now() + DAY_MS).toISOString(), 0, /; 1 exempt\n/],
    ['over', '2026-02-01', 1, /^Open: 1 critical\n/m],
  ] as const)('that are %s hold for check', async ([, until, expected, summary]) => {
    const here = mkdtempSync(path.join(directory, 'check-'));
    const exemption = {
      rules: ['trust-public-principal'],
      reason: 'a test',
      author: 'jo',
      since: '2026-01-02',
      until,
    };
    writeFileSync(
      path.join(here, 'podguard.config.ts'),
      `export default { exemptions: ${JSON.stringify([exemption])} };`,
    );
    writeFileSync(path.join(here, 'trust.json'), document);
    const { status, stdout, stderr } = await runCli(['check', path.join(here, 'trust.json')], {
      directory: here,
    });
    expect(status).toBe(expected);
    expect(stderr).toMatch(summary);
    expect(findingsIn(stdout)).toMatchObject([{ status: expected === 0 ? 'exempt' : 'open' }]);
  });

  it('hold for scan, also with --fail-on-any, and the summary counts them', async () => {
    const here = mkdtempSync(path.join(directory, 'scan-'));
    const until = new Date(Date.now() + DAY_MS).toISOString();
    const exemption = { rules: ['*-*'], reason: 'a test', author: 'jo', since: '2026-01-02', until };
    writeFileSync(
      path.join(here, 'podguard.config.ts'),
      `export default { exemptions: ${JSON.stringify([exemption])} };`,
    );
    const samples = path.resolve('samples');
    const { status, stdout, stderr } = await runCli(['scan', samples], { directory: here });
    expect(status).toBe(0);
    expect(stderr).toMatch(/^No open findings; 8 exempt; 12 opened and resolved$/m);
    expect(findingsIn(stdout).filter((one) => one.status === 'exempt')).toHaveLength(8);
  });
});
