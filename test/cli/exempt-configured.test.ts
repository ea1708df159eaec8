import { mkdtempSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingsIn, runCli } from '../support/run-cli.ts';
import { ISSUER, irsa, trust } from '../support/trusts.ts';
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

  const inDoubt = trust(irsa({ StringLike: { [`${ISSUER}:sub`]: '${aws:SourceVpc}' } }));
  const named = { rules: ['irsa-subject-unrestricted'], resources: ['trust.json'] };

  it.for<readonly [string, object, number]>([
    ['names the rule and the resource', named, 0],
    ['names another resource', { ...named, resources: ['other.json'] }, 3],
    ['names the rule by a pattern', { ...named, rules: ['irsa-*'] }, 3],
    ['names the resource by a pattern', { ...named, resources: ['trust.*'] }, 3],
    ['names no resource', { rules: named.rules }, 3],
    ['has a limit, which nobody knows to hold', { ...named, severity: 'critical' }, 3],
    ['is over', { ...named, until: '2026-02-01' }, 3],
  ])('that %s: what check could not decide', async ([, given, expected]) => {
    const here = mkdtempSync(path.join(directory, 'undecided-'));
    const until = new Date(Date.now() + DAY_MS).toISOString();
    const one = { reason: 'looked at it', author: 'jo', since: '2026-01-02', until, ...given };
    writeFileSync(
      path.join(here, 'podguard.config.ts'),
      `export default ${JSON.stringify({ exemptions: [one] })};`,
    );
    writeFileSync(path.join(here, 'trust.json'), inDoubt);
    const checked = async (...flags: readonly string[]) =>
      runCli(
        ['check', path.join(here, 'trust.json'), '--rule', named.rules[0]!, '--fail-on', 'never', ...flags],
        {
          directory: here,
        },
      );
    const { status, stderr } = await checked('--indeterminate');
    expect(status).toBe(expected);
    const listed = `(exempt by jo until ${until.slice(0, 10)}: looked at it)`;
    expect(stderr.includes(listed)).toBe(expected === 0);
    expect(stderr.includes('1 undecided verdict exempt')).toBe(expected === 0);
    expect(stderr.includes('could not be decided')).toBe(expected === 3);
    const { summary } = JSON.parse((await checked('--format', 'json', '--quiet')).stdout) as {
      summary: object;
    };
    const counts = expected === 0 ? { undecided: 0, undecidedExempt: 1 } : { undecided: 1 };
    expect(summary).toMatchObject(counts);
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
