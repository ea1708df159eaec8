import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { aws, trust } from '../support/trusts.ts';
import { useDirectory } from '../support/use-directory.ts';

const { directory } = useDirectory('report-undecided');
const store = path.join(directory, 'store');

/** Another account is let in, and which accounts are known nobody said. */
const record = (account: string) => ({
  eventVersion: '1.08',
  eventID: `11111111-2222-3333-4444-${account}`,
  eventTime: '2026-03-12T07:00:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'UpdateAssumeRolePolicy',
  awsRegion: 'us-east-1',
  recipientAccountId: account,
  userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/eve`, accountId: account },
  requestParameters: {
    roleName: 'admin',
    policyDocument: trust(aws({ AWS: 'arn:aws:iam::888877776666:root' })),
  },
  responseElements: null,
});

const report = (...flags: readonly string[]) => runCli(['report', '--store', store, ...flags]);

beforeAll(async () => {
  const file = path.join(directory, 'records.ndjson');
  const records = ['111122223333', '444455556666'].map(record);
  writeFileSync(file, records.map((one) => `${JSON.stringify(one)}\n`).join(''));
  expect((await runCli(['replay', file, '--store', store])).status).toBe(0);
});

const WORDS = '8 verdicts are undecided';

test.for([
  ['table', 'stdout', `No open findings\n${WORDS} (--indeterminate lists them)\n`],
  ['ndjson', 'stderr', `No open findings; ${WORDS} (--indeterminate lists them)\n`],
  ['md', 'stdout', `No findings.\n\n${WORDS}: of what they would judge nothing is said, good or bad.\n`],
  ['html', 'stdout', '<b>8 verdicts</b> undecided'],
  ['json', 'stdout', '"indeterminate": 8'],
] as const)('what could not be decided is no pass in %s', async ([format, stream, text]) => {
  const { status, ...written } = await report('--format', format);
  expect(status).toBe(0);
  expect(written[stream]).toContain(text);
});

test('each is listed with what it misses, of the rules that are asked for', async () => {
  const { stderr } = await report('--indeterminate', '--rule', 'trust-foreign-account');
  expect(stderr.split('\n').filter((line) => line.startsWith('undecided: '))).toEqual(
    ['111122223333', '444455556666'].map(
      (account) =>
        `undecided: trust-foreign-account on arn:aws:iam::${account}:role/admin: knownAccounts of the configuration`,
    ),
  );
  expect(stderr).toContain('2 verdicts are undecided');
});

test('a store of several accounts is told as such, without an identity in it, too', async () => {
  expect((await report('--format', 'md')).stdout).toContain('# Podguard: 2 accounts\n');
});
