import { expect, it } from 'vitest';
import { roleCreated, trustUpdated } from '../service/records.ts';
import { record } from '../support/record.ts';
import { runCli } from '../support/run-cli.ts';

const FOREIGN = '999900001111';
const OWN = '111122223333';
const trust = (account: string) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:role/ci` }, Action: 'sts:AssumeRole' },
  ],
});
const LENT = roleCreated('lent', trust(FOREIGN), { at: '2026-01-01T10:00:00Z' });
const ENDED = trustUpdated('lent', trust(OWN), { at: '2026-01-01T11:00:00Z' });

const told = async (records: readonly object[], ...flags: readonly string[]) => {
  const stdin = JSON.stringify({ Records: records });
  const { stderr } = await runCli(['scan', '-', ...flags], { stdin });
  return stderr.includes('no account is known: ');
};

it('that no account is known is told of what another account is let into', async () => {
  expect(await told([LENT])).toBe(true);
  expect(await told([LENT], '--rule', 'trust-foreign-account')).toBe(true);
});

it('also of what it was let into for a while, of which nothing is undecided now', async () => {
  expect(await told([LENT, ENDED])).toBe(true);
});

it.for([
  ['nothing was read', [], []],
  ['nothing hangs on it', [record()], []],
  ['only a rule is asked that does not', [LENT], ['--rule', 'imds-v1-allowed']],
  ['one is known', [LENT], ['--account', OWN]],
  ['it is the own account', [roleCreated('own', trust(OWN))], []],
] as const)('but not where %s', async ([, records, flags]) => {
  expect(await told(records, ...flags)).toBe(false);
});
