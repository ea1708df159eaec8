import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import type { Finding } from '@podguard/core';
import { useLocalStore } from 'podguard/local-store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const DAY_MS = 86_400_000;

let directory: string;
let sample: string;
let copies = 0;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-exempt-'));
  sample = path.join(directory, 'sample');
  expect((await runCli(['start', '--once', '--store', sample])).status).toBe(0);
}, 60_000);
afterAll(() => rmSync(directory, { recursive: true }));

/** A store of one's own, with the findings of the sample day. */
function store(): string {
  copies += 1;
  const place = path.join(directory, `store-${copies}`);
  cpSync(sample, place, { recursive: true });
  return place;
}

async function openOf(place: string): Promise<readonly Finding[]> {
  const { stdout } = await runCli(['report', '--store', place]);
  return parse<Finding>(stdout);
}

function parse<T>(ndjson: string): readonly T[] {
  return ndjson
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}

const listed = async (place: string, ...options: string[]) =>
  parse<{ id: string; status: string; author: string; until: string; findings: number; rules: string[] }>(
    (await runCli(['exempt', 'list', '--store', place, '--format', 'ndjson', ...options])).stdout,
  );

const add = (place: string, ...options: string[]) =>
  runCli(['exempt', 'add', '--store', place, '--reason', 'moves in March', ...options]);

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

  it.for<[what: string, options: string[], message: RegExp]>([
    [
      'nothing that it is about',
      ['--until', '1d'],
      /it would cover everything: name rules, resources, accounts or tags/,
    ],
    ['more than a year', ['--rule', 'imds-v1-allowed', '--until', '400d'], /longer than a year/],
    [
      'an end in the past',
      ['--rule', 'imds-v1-allowed', '--until', '2020-01-01'],
      /it ends before it begins/,
    ],
    ['an end that is no time', ['--rule', 'imds-v1-allowed', '--until', 'soon'], /--until soon: give a date/],
    ['a rule that does not exist', ['--rule', 'imds-v9', '--until', '1d'], /there is no rule imds-v9/],
    [
      'a day that is not',
      ['--rule', 'imds-v1-allowed', '--until', '2027-02-30'],
      /--until 2027-02-30: give a date/,
    ],
    ['a day more than a common year', ['--rule', 'imds-v1-allowed', '--until', '367d'], /longer than a year/],
    ['a tag with two values', ['--tag', 'a=1', '--tag', 'a=2', '--until', '1d'], /give each --tag KEY once/],
    ['everything', ['--rule', '*', '--until', '1d'], /it would cover everything/],
    ['a tag without a value', ['--tag', 'team', '--until', '1d'], /give a tag as KEY=VALUE/],
    ['an account that is none', ['--account', '1', '--until', '1d'], /12 digits/],
    ['a finding that is not there', ['pg-zzz', '--until', '1d'], /holds no finding pg-zzz/],
    ['a finding of many', ['pg-', '--until', '1d'], /findings begin with pg-/],
    ['a finding and a rule', ['pg-1', '--rule', 'imds-v1-allowed', '--until', '1d'], /leave out --rule/],
    [
      'an author of blanks',
      ['--rule', 'imds-v1-allowed', '--until', '1d', '--author', ' '],
      /say who accepts it/,
    ],
  ])('%s ends with 2 and says what to do', async ([, options, message]) => {
    const { status, stdout, stderr } = await add(sample, ...options);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it.for(['-', 'findings.ndjson'])(
    'is not for %s: those are accepted in the configuration',
    async (place) => {
      const { status, stderr } = await add(place, '--rule', 'imds-v1-allowed', '--until', '1d');
      expect(status).toBe(2);
      expect(stderr).toContain('is exempted in podguard.config.ts (exemptions)');
    },
  );
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
    const removed = await runCli([
      'exempt',
      'remove',
      exemption?.id.slice(0, 6) ?? '',
      '--store',
      place,
      '--author',
      'sam',
    ]);
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
    const again = await runCli(['exempt', 'remove', exemption?.id ?? '', '--store', place]);
    expect(again.stdout).toMatch(/was removed already, .* by sam\n$/);
  });

  it('says of one that ends what another still covers', async () => {
    const place = store();
    const [worst] = await openOf(place);
    await add(place, worst?.id ?? '', '--until', '3d');
    await add(place, worst?.id ?? '', '--until', '5d');
    const [first] = await listed(place);
    const { stdout } = await runCli(['exempt', 'remove', first?.id ?? '', '--store', place]);
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
    expect(parse<Finding>(report.stdout)).toEqual(before);
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
    const { status, stderr } = await runCli([
      'exempt',
      'remove',
      one?.id ?? '',
      '--store',
      place,
      '--config',
      config,
    ]);
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
    expect(parse(stdout)).toMatchObject([{ reason: 'moves', origin: 'configuration', status: 'in-force' }]);
    expect(stderr).toMatch(
      /^podguard: there is no store in \.podguard: .* of the configuration alone, .*\n$/,
    );
    expect(await list('--store', '.podguard')).toMatchObject(missing);
    expect(existsSync(path.join(here, '.podguard'))).toBe(false);
  });

  it('says so where there are none, and where an id is none', async () => {
    const none = await runCli(['exempt', 'list', '--store', sample, '--format', 'table']);
    expect(none.stdout).toBe('No exemptions (--all lists those that are over)\n');
    const { status, stderr } = await runCli(['exempt', 'remove', 'ex-nope', '--store', sample]);
    expect(status).toBe(2);
    expect(stderr).toContain('holds no exemption ex-nope; `podguard exempt list --all` lists them');
  });
});

describe('acknowledge', () => {
  it('says who knows of it, and changes no status', async () => {
    const place = store();
    const before = await openOf(place);
    const id = before[0]?.id ?? '';
    const { status, stdout } = await runCli([
      'acknowledge',
      id.slice(0, 9),
      '--store',
      place,
      '--author',
      'sam',
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain(`${id}  is acknowledged by sam: `);
    const [worst] = await openOf(place);
    expect(worst).toMatchObject({ id, status: 'open', acknowledged: { by: 'sam' } });
    const again = await runCli(['acknowledge', id, '--store', place, '--author', 'alex']);
    expect(again).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('was acknowledged already, by sam'),
    });
    const explained = await runCli(['explain', id, '--store', place]);
    expect(explained.stdout).toMatch(/\nAcknowledged\n {2}.* UTC {2}sam\n/);
  });

  it('is not for what ended', async () => {
    const place = store();
    const all = parse<Finding>((await runCli(['report', '--store', place, '--all'])).stdout);
    const ids = new Set(all.filter(({ status }) => status === 'open').map(({ id }) => id));
    const ended = all.find(({ id }) => !ids.has(id));
    const { status, stderr } = await runCli(['acknowledge', ended?.id ?? '', '--store', place]);
    expect(status).toBe(2);
    expect(stderr).toContain('is not open any more');
  });
});

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
    expect(parse<Finding>(stdout)).toMatchObject([{ status: expected === 0 ? 'exempt' : 'open' }]);
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
    expect(parse<Finding>(stdout).filter((one) => one.status === 'exempt')).toHaveLength(8);
  });
});
