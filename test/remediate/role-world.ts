import { toChanges, toRecord } from '@podguard/cloudtrail';
import { type Config, type Finding, type Remediation, roleKeyFromArn } from '@podguard/core';
import { expect } from 'vitest';
import { ACCOUNT, roleArn } from '../inventory/account.ts';
import { record } from '../support/record.ts';
import { configOf } from '../support/states.ts';
import { applied, type EksWorld, startEksWorld, undone } from './eks-world.ts';

export const APP = roleArn('app');
const RoleName = 'app';

/** The account with one role. */
export async function startRoleWorld(
  AssumeRolePolicyDocument: string,
  given: Partial<Config> = {},
  more: object = {},
): Promise<EksWorld> {
  const world = await startEksWorld(given);
  await world.iam.createRole({ RoleName, AssumeRolePolicyDocument, ...more });
  world.wait(3600);
  return world;
}

/** Ten minutes on, and the records of what was called until then have come. */
export async function later(world: EksWorld): Promise<void> {
  world.wait(600);
  await world.deliver();
}

export async function setTrust(world: EksWorld, PolicyDocument: string): Promise<void> {
  await world.iam.updateAssumeRolePolicy({ RoleName, PolicyDocument });
  await later(world);
}

/** What opened the finding is mended, in mode `auto`, as far as nobody has to be asked. */
export async function mendedByItself(
  { remediating, wait }: EksWorld,
  { id, rule, resource: { key } }: Finding,
): Promise<Remediation> {
  const transition = { finding: id, rule, key, transition: `opened-${id}` };
  let { remediation, again } = await remediating.begin(transition);
  for (let at = 0; at < 6 && remediation === undefined && again !== null; at += 1) {
    wait(300);
    ({ remediation, again } = await remediating.begin(transition));
  }
  if (remediation === undefined) throw new Error('nothing was begun');
  return remediation;
}

/** Of a world in which findings of the rule are mended by themselves. */
export function byItself(rule: string, given: Partial<Config> = {}): Partial<Config> {
  const { remediation } = configOf();
  return {
    knownAccounts: [ACCOUNT],
    events: ['activity'],
    remediation: { ...remediation, rules: { [rule]: 'auto' } },
    ...given,
  };
}

/** As IAM tells it now. */
export async function trustOf({ iam }: EksWorld): Promise<unknown> {
  const { Role } = await iam.getRole({ RoleName });
  return JSON.parse(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''));
}

export async function openFinding(
  world: EksWorld,
  rule: string,
  key = roleKeyFromArn(APP) ?? '',
): Promise<Finding> {
  await world.engine.rejudge(key);
  const finding = await world.openOf(rule, key);
  if (finding === undefined) throw new Error(`${rule} is not open`);
  return finding;
}

/** A pod got the role with its cluster's token. */
export async function usedBy(
  world: EksWorld,
  issuer: string,
  name: string,
  at: string,
  audience = 'sts.amazonaws.com',
): Promise<void> {
  const subject = `system:serviceaccount:${name.replace('/', ':')}`;
  const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/${issuer}`;
  const read = toRecord(
    record({
      eventSource: 'sts.amazonaws.com',
      eventName: 'AssumeRoleWithWebIdentity',
      eventTime: at,
      eventID: `use-${name}-${at}`,
      userIdentity: { type: 'WebIdentityUser', userName: subject, identityProvider: provider },
      requestParameters: { roleArn: APP, roleSessionName: 'pod' },
      responseElements: { subjectFromWebIdentityToken: subject, provider, audience },
    }),
  );
  const mapped = read.kind === 'record' ? toChanges(read.record, ['activity']) : read;
  if (mapped.kind !== 'changes') throw new Error(JSON.stringify(mapped));
  for (const change of mapped.changes) await world.engine.apply(change);
}

/** Applies and undoes, each verified; the remediation as it was applied. `look` tells what the account says. */
export async function mendAndBack<T>(
  world: EksWorld,
  finding: Finding,
  look: () => Promise<T>,
): Promise<{ readonly remediation: Remediation; readonly mended: T }> {
  const bad = await look();
  const { rule, resource } = finding;
  const remediation = await applied(world, finding);
  expect(remediation.guards.filter(({ ok }) => !ok)).toEqual([]);
  expect(remediation.history.at(-1)).toMatchObject({ status: 'verified' });
  const mended = await look();
  expect(mended).not.toEqual(bad);
  await later(world);
  await world.engine.rejudge(resource.key);
  expect(await world.openOf(rule, resource.key)).toBeUndefined();
  expect((await undone(world, remediation)).history.at(-1)).toMatchObject({ status: 'undone' });
  expect(await look()).toEqual(bad);
  await later(world);
  expect(await openFinding(world, rule, resource.key)).toBeDefined();
  return { remediation, mended };
}
