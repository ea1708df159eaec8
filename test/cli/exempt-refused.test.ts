import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { record } from '../support/record.ts';
import { runCli } from '../support/run-cli.ts';
import { useDirectory } from '../support/use-directory.ts';

const { directory, file } = useDirectory('exempt-refused');
const store = path.join(directory, 'store');
const add = (place: string, ...options: readonly string[]) =>
  runCli(['exempt', 'add', '--store', place, '--reason', 'moves in March', ...options]);

beforeAll(async () => {
  const made = ['AKIAIOSFODNN7EXAMPL1', 'AKIAIOSFODNN7EXAMPL2'].map((accessKeyId) =>
    record({
      responseElements: { accessKey: { accessKeyId, status: 'Active', userName: 'ci' } },
      eventID: accessKeyId,
    }),
  );
  const log = file('log.json', JSON.stringify({ Records: made }));
  expect(await runCli(['replay', log, '--store', store])).toMatchObject({ status: 0 });
});

it.for<[what: string, options: string[], message: RegExp]>([
  [
    'nothing that it is about',
    ['--until', '1d'],
    /it would cover everything: name rules, resources, accounts or tags/,
  ],
  ['more than a year', ['--rule', 'imds-v1-allowed', '--until', '400d'], /longer than a year/],
  ['an end in the past', ['--rule', 'imds-v1-allowed', '--until', '2020-01-01'], /it ends before it begins/],
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
])('exempt add of %s ends with 2 and says what to do', async ([, options, message]) => {
  const { status, stdout, stderr } = await add(store, ...options);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toMatch(message);
});

it.for(['-', 'findings.ndjson'])(
  'exempt add is not for %s: those are accepted in the configuration',
  async (place) => {
    const { status, stderr } = await add(place, '--rule', 'imds-v1-allowed', '--until', '1d');
    expect(status).toBe(2);
    expect(stderr).toContain('is exempted in podguard.config.ts (exemptions)');
  },
);
