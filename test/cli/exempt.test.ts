import { cpSync, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import path from 'node:path';
import type { Finding } from '@podguard/core';
import { useLocalStore } from 'podguard/local-store';
import { beforeAll, describe, expect, it } from 'vitest';
import { findingsIn, ndjsonIn, runCli } from '../support/run-cli.ts';
import { useDirectory } from '../support/use-directory.ts';

const DAY_MS = 86_400_000;

const { directory } = useDirectory('exempt');
const sample = path.join(directory, 'sample');
let copies = 0;

beforeAll(async () => {
  expect((await runCli(['start', '--once', '--store', sample])).status).toBe(0);
}, 60_000);

/** A store of one's own, with the findings of the sample day. */
function store(): string {
  copies += 1;
  const place = path.join(directory, `store-${copies}`);
  cpSync(sample, place, { recursive: true });
  return place;
}

async function openOf(place: string): Promise<readonly Finding[]> {
  const { stdout } = await runCli(['report', '--store', place]);
  return findingsIn(stdout);
}

const listed = async (place: string, ...options: string[]) =>
  ndjsonIn<{ id: string; status: string; author: string; until: string; findings: number; rules: string[] }>(
    (await runCli(['exempt', 'list', '--store', place, '--format', 'ndjson', ...options])).stdout,
  );

const add = (place: string, ...options: string[]) =>
  runCli(['exempt', 'add', '--store', place, '--reason', 'moves in March', ...options]);

const remove = (place: string, id = '', ...options: readonly string[]) =>
  runCli(['exempt', 'remove', id, '--store', place, ...options]);

describe('exempt add', () => {
  it('accepts one finding by the beginning of its id, and every report shows it apart', async () => {
    const place = store();
    const [worst] = await openOf(place);
    const { status, stdout } = await add(place, worst?.id.slice(0, 9) ?? '', '--until', '30d');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ex-\w{12} {2}exempts 1 finding\n/);
    expect(stdout).toContain(worst?.id);
    const [first, ...others] = (await openOf(place)).toReversed();
    expect(first).toMatchObject({
      id: worst?.id,
      status: 'exempt',
      exemption: { reason: 'moves in March', author: userInfo().username },
    });
    expect(others.every(({ status: other }) => other === 'open')).toBe(true);
    const report = await runCli(['report', '--store', place, '--format', 'table']);
    expect(report.stdout).toContain('Exempt: 1 finding that somebody accepted');
    const explained = await runCli(['explain', worst?.id ?? '', '--store', place]);
    expect(explained.stdout).toMatch(
      /\nExempt\n {2}until .* UTC, by .*\n {2}moves in March\n {2}exemption ex-/,
    );
    expect(explained.stdout).not.toContain('To accept it for a time');
  });

  it('has the service tell of it', async () => {
    const place = store();
    const [worst] = await openOf(place);
    await add(place, worst?.id ?? '', '--until', '30d');
    const { store: items, close } = await useLocalStore(place);
    try {
      const pending = await Array.fromAsync(items.listPending());
      expect(pending).toEqual([worst?.resource.key]);
    } finally {
      await close();
    }
  });

  it('changes nothing with --dry-run', async () => {
    const place = store();
    const before = await openOf(place);
    const { stdout } = await add(place, before[0]?.id ?? '', '--until', '30d', '--dry-run');
    expect(stdout).toMatch(/^would exempt 1 finding\n/);
    expect(await openOf(place)).toEqual(before);
    expect(await listed(place)).toEqual([]);
  });

  it('covers by rule, resource, account and tag, of each that is given one', async () => {
    const place = store();
    const open = await openOf(place);
    const covers = async (...options: string[]) =>
      Number(
        /(?:exempt )(\d+) finding/.exec(
          (await add(place, '--until', '2d', '--dry-run', ...options)).stdout,
        )?.[1] ?? 0,
      );
    const keys = open.filter(({ rule }) => rule.startsWith('static-key-'));
    expect(await covers('--rule', 'static-key-*')).toBe(keys.length);
    expect(await covers('--account', '111122223333')).toBe(open.length);
    expect(await covers('--account', '444455556666')).toBe(0);
    expect(await covers('--rule', 'static-key-*', '--resource', '*ARCHIVE*')).toBe(
      keys.filter(({ resource }) => resource.key.includes('ARCHIVE')).length,
    );
    expect(await covers('--rule', '*', '--tag', 'no-such-tag=x')).toBe(0);
  });

  it.for<[what: string, options: string[], warning: RegExp]>([
    ['no rule', ['--account', '111122223333'], /names no rule: .*, \d+ findings by now and whatever comes/],
    [
      'a rule alone',
      ['--rule', 'static-key-*'],
      /names no resource, account or tag: it is exempt everywhere/,
    ],
  ])('warns of how much it covers where there is %s', async ([, options, warning]) => {
    expect((await add(store(), '--until', '2d', '--dry-run', ...options)).stderr).toMatch(warning);
  });
});

describe('exempt list and remove', () => {
  it('lists what is in force, the first to end first, with how many findings it covers', async () => {
    const place = store();
    const [worst] = await openOf(place);
    await add(place, '--rule', 'imds-*', '--until', '40d', '--author', 'sam');
    await add(place, worst?.id ?? '', '--until', '3d', '--author', 'alex');
    expect(await listed(place)).toMatchObject([
      { author: 'alex', status: 'in-force', findings: 1 },
      { author: 'sam', status: 'in-force', findings: 0 },
    ]);
    const table = await runCli(['exempt', 'list', '--store', place, '--format', 'table']);
    expect(table.stdout).toMatch(/^ex-\w+ {2}in force, ends in 3 days {2}1 finding\n/);
    expect(table.stdout).toMatch(/\n {4}rule imds-\*\n/);
  });

  it('ends one before its time, and its findings are open again', async () => {
    const place = store();
    const before = await openOf(place);
    await add(place, before[0]?.id ?? '', '--until', '3d');
    const [exemption] = await listed(place);
    const removed = await remove(place, exemption?.id.slice(0, 6), '--author', 'sam');
    expect(removed).toMatchObject({
      status: 0,
      stdout: `${exemption?.id}  ends now: 1 finding open again\n`,
    });
    expect((await openOf(place)).map(({ id, status }) => ({ id, status }))).toEqual(
      before.map(({ id, status }) => ({ id, status })),
    );
    expect(await listed(place)).toEqual([]);
    expect(await listed(place, '--all')).toMatchObject([
      { id: exemption?.id, status: 'removed', removed: { by: 'sam' } },
    ]);
    const again = await remove(place, exemption?.id);
    expect(again.stdout).toMatch(/was removed already, .* by sam\n$/);
  });

  it('says of one that ends what another still covers', async () => {
    const place = store();
    const [worst] = await openOf(place);
    await add(place, worst?.id ?? '', '--until', '3d');
    await add(place, worst?.id ?? '', '--until', '5d');
    const [first] = await listed(place);
    const { stdout } = await remove(place, first?.id);
    expect(stdout).toBe(`${first?.id}  ends now: 0 findings open again; 1 finding exempt by another one\n`);
    expect((await openOf(place)).find(({ id }) => id === worst?.id)?.status).toBe('exempt');
  });

  it('accepts nothing graver than it is told', async () => {
    const place = store();
    const worst = (await openOf(place)).find(({ severity }) => severity === 'critical');
    const covers = async (severity: string) =>
      (await add(place, worst?.id ?? '', '--until', '3d', '--up-to', severity, '--dry-run')).stdout;
    expect(await covers('high')).toMatch(
      /^would exempt nothing that is open by now\n.*severity up to high\n/,
    );
    expect(await covers('critical')).toMatch(/^would exempt 1 finding\n/);
  });

  it('names one that cannot be read, which exempts nothing', async () => {
    const place = store();
    const before = await openOf(place);
    const { state, close } = await useLocalStore(place);
    const [since, until] = ['2026-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z'];
    await state.putExemption({
      ...{ id: 'ex-bad', rules: ['*-*'], resources: [], accounts: [], tags: {} },
      ...{ reason: 'for ever', author: 'jo', since, until, origin: 'cli' },
    });
    await close();
    const told =
      /exemptions ex-bad is not what podguard writes: delete it, and make it anew.* it lasts longer than a year/;
    const list = await runCli(['exempt', 'list', '--store', place, '--format', 'ndjson']);
    expect(list).toMatchObject({ status: 0, stdout: '', stderr: expect.stringMatching(told) });
    const report = await runCli(['report', '--store', place]);
    expect(report).toMatchObject({ status: 3, stderr: expect.stringMatching(told) });
    expect(findingsIn(report.stdout)).toEqual(before);
  });

  it('lists those of the configuration, which are taken out there', async () => {
    const place = store();
    const config = path.join(directory, 'podguard.config.ts');
    const until = new Date(Date.now() + 3 * DAY_MS).toISOString().slice(0, 10);
    const past = {
      rules: ['imds-*'],
      reason: 'past',
      author: 'jo',
      since: '2020-01-01',
      until: '2020-02-01',
    };
    const now = { rules: ['static-key-*'], reason: 'now', author: 'jo', since: '2026-01-01', until };
    writeFileSync(config, `export default { exemptions: ${JSON.stringify([past, now])} };`);
    const [one, ...others] = await listed(place, '--config', config);
    expect(one).toMatchObject({ reason: 'now', origin: 'configuration', status: 'in-force' });
    expect(one?.findings).toBeGreaterThan(0);
    expect(others).toEqual([]);
    expect((await listed(place, '--config', config, '--all')).map(({ status }) => status)).toEqual([
      'expired',
      'in-force',
    ]);
    const { status, stderr } = await remove(place, one?.id, '--config', config);
    expect(status).toBe(2);
    expect(stderr).toContain('take it out there, and deploy');
  });

  it('lists those of the configuration where there is no store yet, and says so', async () => {
    const here = mkdtempSync(path.join(directory, 'project-'));
    const list = (...options: string[]) => runCli(['exempt', 'list', ...options], { directory: here });
    const missing = { status: 2, stdout: '', stderr: expect.stringContaining('there is no store in') };
    expect(await list()).toMatchObject(missing);
    const until = new Date(Date.now() + 3 * DAY_MS).toISOString().slice(0, 10);
    const one = { rules: ['imds-*'], reason: 'moves', author: 'jo', since: '2026-01-01', until };
    writeFileSync(
      path.join(here, 'podguard.config.ts'),
      `export default { exemptions: [${JSON.stringify(one)}] };`,
    );
    const { status, stdout, stderr } = await list();
    expect(status).toBe(0);
    expect(ndjsonIn(stdout)).toMatchObject([
      { reason: 'moves', origin: 'configuration', status: 'in-force' },
    ]);
    expect(stderr).toMatch(
      /^podguard: there is no store in \.podguard: .* of the configuration alone, .*\n$/,
    );
    expect(await list('--store', '.podguard')).toMatchObject(missing);
    expect(existsSync(path.join(here, '.podguard'))).toBe(false);
  });

  it('says so where there are none, and where an id is none', async () => {
    const none = await runCli(['exempt', 'list', '--store', sample, '--format', 'table']);
    expect(none.stdout).toBe('No exemptions (--all lists those that are over)\n');
    const { status, stderr } = await remove(sample, 'ex-nope');
    expect(status).toBe(2);
    expect(stderr).toContain('holds no exemption ex-nope; `podguard exempt list --all` lists them');
  });
});
