import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'podguard-posture-'));
const store = path.join(directory, 'store');
const file = path.join(directory, 'findings.ndjson');

beforeAll(async () => {
  expect((await runCli(['start', '--once', '--store', store])).status).toBe(0);
  const { stdout } = await runCli(['report', '--store', store, '--format', 'ndjson', '--quiet']);
  writeFileSync(file, stdout);
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('a start that is over at once leaves the sample day out where that is asked for', async () => {
  const args = ['start', '--once', '--memory', '--no-color'];
  expect((await runCli(args)).stdout).toContain('300 records read');
  const { status, stdout } = await runCli([...args, '--no-sample']);
  expect(status).toBe(0);
  expect(stdout).toContain('Nothing was judged');
  expect(stdout).toContain('0 records read');
  const kept = await runCli(['start', '--once', '--no-sample', '--store', store, '--no-color']);
  expect(kept.stdout).toMatch(/^Open: \d+ critical/m);
});

const report = (...args: readonly string[]) => runCli(['report', ...args]);

/**
 * The sample day by hand, see docs/samples.md. parcels-prod has six associations at its end: of the janitor, an administrator
 * (critical: 10), of the notifier, moved to another role (high: 40), that whose body was left out (undecided: 70) and three on
 * which nothing is open (100 each): 10 + 40 + 70 + 300 = 420, by 6: 70. parcels-staging has two, one without session tags
 * (low: 90): 190, by 2: 95. No record says whose issuer it is that three roles trust, so that irsa-provider-unknown is
 * undecided: external-dns one service account, billing-export two, and fleet-metrics any of the cluster (critical: 10). What is open on
 * that one counts for all of the cluster, as each of them may have it: three roles with 10 each: 30, by 3: 10. All eleven of the
 * account: 420 + 190 + 30 = 640, by 11: 58.18. The keys of that day are nobody's who runs in a cluster.
 */
const MEANS = {
  account: { score: 58.2, sum: 640, grants: 11, identities: 12, undecided: 5, unknown: 0 },
  places: [
    { score: 70, sum: 420, grants: 6, identities: 6, undecided: 1, methods: { 'pod-identity': 6 } },
    { score: 95, sum: 190, grants: 2, identities: 2, undecided: 0, methods: { 'pod-identity': 2 } },
    { score: 10, sum: 30, grants: 3, identities: 4, undecided: 4, methods: { irsa: 4 } },
  ],
};

describe('the posture of a store', () => {
  test('as JSON is that of the sample day as counted by hand', async () => {
    const { posture } = JSON.parse((await report('--store', store, '--format', 'json')).stdout);
    expect(posture.accounts).toMatchObject([MEANS.account]);
    expect(posture.clusters).toMatchObject(MEANS.places);
    expect(posture.identities.map(({ name }: { name: string }) => name)).toEqual([
      'ops/cluster-janitor',
      'notify/notifier',
      'customs/customs-docs',
      'checkout/checkout-api',
      'routing/route-planner',
      'tracking/tracking-events',
      'routing/route-planner',
      'labels/label-render',
      '*/*',
      'billing/export',
      'billing/export-retry',
      'kube-system/external-dns',
    ]);
  });

  test('ends the table, and the Markdown', async () => {
    const { stdout: table } = await report('--store', store, '--format', 'table');
    expect(table.indexOf('Posture of account 111122223333: 58.2 of 100 = 640 / 11 grants')).toBeGreaterThan(
      table.indexOf('pod-identity-session-tags-disabled  open'),
    );
    // Four rows of 10, and three grants among them.
    const [, irsa = ''] = table.split('10 of 100 = 30 / 3 grants');
    const named = irsa.split('\n').filter((line) => /× 10 % +irsa/.test(line));
    expect(named).toHaveLength(4);
    expect(new Set(named.flatMap((line) => line.match(/role\/[\w-]+(?=,| {2})/g) ?? []))).toEqual(
      new Set(['role/billing-export', 'role/external-dns', 'role/fleet-metrics']),
    );
    const { stdout: markdown } = await report('--store', store, '--format', 'md');
    expect(markdown).toContain(
      '| account 111122223333 | **58.2** | 640 / 11 grants | 5 with a rule undecided |',
    );
  });

  test('is of all that the store holds, whatever findings are asked for', async () => {
    const { stdout } = await report('--store', store, '--format', 'json', '--rule', 'static-key-root');
    const { findings, posture } = JSON.parse(stdout);
    expect(findings).toEqual([]);
    expect(posture.accounts).toMatchObject([MEANS.account]);
  });

  test('is left out when that is asked for', async () => {
    const { stdout } = await report('--store', store, '--format', 'table', '--no-posture');
    expect(stdout).not.toContain('Posture');
    const json = JSON.parse((await report('--store', store, '--format', 'json', '--no-posture')).stdout);
    expect(Object.keys(json)).toEqual(['findings', 'summary']);
  });
});

describe('of a file of findings there is none', () => {
  test.for(['table', 'json', 'md'])('and %s says that it takes a store', async (format) => {
    const { stdout, stderr } = await report('--store', file, '--format', format);
    expect(stderr).toContain('no posture: that takes the state that a store holds');
    expect(stdout.toLowerCase()).not.toContain('posture of');
    expect((await report('--store', file, '--format', format, '--quiet')).stderr).toBe('');
    expect((await report('--store', file, '--format', format, '--no-posture')).stderr).not.toContain(
      'posture',
    );
  });

  test.for(['ndjson', 'csv', 'sarif'])('and %s, a list of findings, says nothing of it', async (format) => {
    const { stderr } = await report('--store', file, '--format', format);
    expect(stderr).not.toContain('posture');
  });
});
