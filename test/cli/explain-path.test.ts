import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finding } from '@podguard/core';
import { afterAll, expect, it } from 'vitest';
import { roleCreated, trustUpdated } from '../service/records.ts';
import { runCli } from '../support/run-cli.ts';
import { ISSUER, irsa, trust } from '../support/trusts.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'podguard-path-'));
afterAll(() => rmSync(directory, { recursive: true }));

const KEY = 'arn:aws:iam::111122223333:role/payments';
const WHOLE = 'arn:aws:iam::111122223333:role/apps/payments';
const RULE = 'irsa-subject-unrestricted';
const open = JSON.parse(
  trust(irsa({ StringLike: { [`${ISSUER}:sub`]: 'system:serviceaccount:*:*' } })),
) as Parameters<typeof roleCreated>[1];

/** What scan finds in records, and the plan that explain makes of that. */
async function planned(records: readonly object[]) {
  const file = path.join(directory, 'records.json');
  writeFileSync(file, JSON.stringify(records));
  const options = ['--rule', RULE, '--account', '111122223333', '--format', 'ndjson', '--quiet'];
  const { stdout } = await runCli(['scan', file, ...options]);
  const finding = JSON.parse(stdout) as Finding;
  const plan = await runCli(['explain', 'pg-', '--store', '-', '--migrate-to', 'pod-identity'], {
    stdin: stdout,
  });
  return { finding, plan: plan.stdout };
}

it('a finding of scan has the whole ARN of a role with a path, and the plan of it is written with that', async () => {
  const created = JSON.stringify(roleCreated('payments', open)).replaceAll(KEY, WHOLE);
  const { finding, plan } = await planned([JSON.parse(created) as object]);
  expect(finding.resource).toMatchObject({ key: KEY, arn: WHOLE });
  expect(plan).toContain(`--role-arn ${WHOLE}`);
  expect(plan).not.toContain(KEY);
});

it('so it is of a role that is known to have no path', async () => {
  const { finding, plan } = await planned([roleCreated('payments', open)]);
  expect(finding.resource).toMatchObject({ key: KEY, arn: KEY });
  expect(plan).toContain(`--role-arn ${KEY}`);
});

it('a role whose path no record told is left to fill in', async () => {
  const { finding, plan } = await planned([trustUpdated('payments', open)]);
  expect(finding.resource).not.toHaveProperty('arn');
  expect(plan).toContain('--role-arn ROLE_ARN');
  expect(plan).toContain('aws iam get-role --role-name payments --query Role.Arn --output text');
  expect(plan).not.toContain(`"${KEY}"`);
});
