import {
  escalationPaths,
  isAdministrator,
  MANAGED_POLICIES,
  type ManagedPolicyKind,
  managedPolicy,
  readsAllSecrets,
} from '@podguard/policy';
import { expect, test } from 'vitest';
import { aws, holding } from './support.ts';

const WORST: Readonly<Record<ManagedPolicyKind, readonly [string, string]>> = {
  administrator: ['yes', 'yes'],
  escalation: ['no', 'yes'],
  secrets: ['no', 'no'],
  'standard-node': ['no', 'no'],
  'add-on': ['no', 'no'],
  harmless: ['no', 'no'],
  denying: ['no', 'no'],
};

test.for(MANAGED_POLICIES)('$name is of the kind that its rights are ($kind)', ({ name, kind }) => {
  const set = holding([aws(name)]);
  const escalates = escalationPaths(set).answer === 'yes' ? 'yes' : 'no';
  expect([isAdministrator(set).answer, escalates]).toEqual(WORST[kind]);
  if (kind === 'secrets') expect(readsAllSecrets(set).answer).toBe('yes');
  if (kind === 'add-on' || kind === 'harmless') expect(readsAllSecrets(set).answer).toBe('no');
});

test('each has its own name and its page', () => {
  expect(new Set(MANAGED_POLICIES.map(({ name }) => name)).size).toBe(MANAGED_POLICIES.length);
  for (const { name, source } of MANAGED_POLICIES) expect(source).toContain(name.split('/').at(-1));
});

test.for<[arn: string, kind: string | undefined]>([
  ['arn:aws:iam::aws:policy/AdministratorAccess', 'administrator'],
  ['arn:aws-cn:iam::aws:policy/AdministratorAccess', 'administrator'],
  ['arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy', 'add-on'],
  ['arn:aws:iam::111122223333:policy/AdministratorAccess', undefined],
  ['arn:aws:iam::aws:policy/constructor', undefined],
  ['AdministratorAccess', undefined],
])('%s is %s', ([arn, kind]) => {
  expect(managedPolicy(arn)?.kind).toBe(kind);
});
