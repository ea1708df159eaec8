import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finding } from '@podguard/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { ISSUER, irsa, podIdentity, trust } from '../support/trusts.ts';

const AUD = { [`${ISSUER}:aud`]: 'sts.amazonaws.com' };
const OPEN = trust(irsa({ StringEquals: AUD }));
const SCOPED = trust(irsa({ StringEquals: { ...AUD, [`${ISSUER}:sub`]: 'system:serviceaccount:web:app' } }));
const PEOPLE = trust({ Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'sts:AssumeRole' });
const ADMIN = allow('*');
const READ = allow('s3:GetObject');
const ORDERS = 'arn:aws:iam::111122223333:policy/team/orders';
const PRIVILEGED = 'pod-role-privileged';

function allow(action: string) {
  const Statement = [{ Effect: 'Allow', Action: action, Resource: '*' }];
  return { Version: '2012-10-17', Statement };
}

function delegating(Condition: object) {
  const Statement = [{ Effect: 'Allow', Action: 'iam:AttachRolePolicy', Resource: '*', Condition }];
  return { Version: '2012-10-17', Statement };
}

/** As IAM writes it: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
function role(name: string, trustText: string, more: object = {}) {
  return {
    Path: '/team/',
    RoleName: name,
    RoleId: `AROA${name.toUpperCase()}EXAMPLE`,
    Arn: `arn:aws:iam::111122223333:role/team/${name}`,
    CreateDate: '2024-03-01T09:00:00+00:00',
    AssumeRolePolicyDocument: JSON.parse(trustText) as unknown,
    InstanceProfileList: [],
    RolePolicyList: [] as object[],
    AttachedManagedPolicies: [] as object[],
    Tags: [],
    RoleLastUsed: {},
    ...more,
  };
}

function managed(Arn: string, ...versions: readonly unknown[]) {
  const PolicyVersionList = versions.map((Document, index) => ({
    Document,
    VersionId: `v${versions.length - index}`,
    IsDefaultVersion: index === 0,
    CreateDate: '2024-03-01T09:00:00+00:00',
  }));
  const PolicyName = Arn.split('/').at(-1);
  return { PolicyName, PolicyId: 'ANPAEXAMPLE', Arn, AttachmentCount: 1, PolicyVersionList };
}

const attached = (PolicyArn: string) => ({
  AttachedManagedPolicies: [{ PolicyName: PolicyArn.split('/').at(-1), PolicyArn }],
});
const inline = (PolicyName: string, PolicyDocument: unknown) => ({
  RolePolicyList: [{ PolicyName, PolicyDocument }],
});
const limited = (arn: string) => ({
  PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn },
});
const details = (roles: readonly object[], policies: readonly object[] = [], more: object = {}) => ({
  UserDetailList: [
    {
      UserName: 'admin',
      Arn: 'arn:aws:iam::111122223333:user/admin',
      UserPolicyList: [{ PolicyName: 'all', PolicyDocument: ADMIN }],
      GroupList: ['people'],
      AttachedManagedPolicies: [],
    },
  ],
  GroupDetailList: [{ GroupName: 'people', GroupPolicyList: [{ PolicyName: 'all', PolicyDocument: ADMIN }] }],
  RoleDetailList: roles,
  Policies: policies,
  ...more,
});

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-account-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const file = (name: string, content: unknown) => {
  const target = path.join(directory, name);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, JSON.stringify(content, null, 2));
  return target;
};
const check = async (paths: readonly string[], ...options: readonly string[]) => {
  const { status, stdout, stderr } = await runCli(['check', ...paths, ...options, '--indeterminate']);
  return { status, stderr, findings: stdout.split('\n').filter(Boolean).map(parsed) };
};
const parsed = (line: string) => JSON.parse(line) as Finding;
const privileged = (answer: unknown) => check([file('one.json', answer)], '--rule', PRIVILEGED);

describe('the answer of get-account-authorization-details', () => {
  it.for([
    ['as an object', JSON.parse(OPEN) as unknown],
    ['percent-encoded', encodeURIComponent(OPEN)],
  ] as const)(
    'has its trust policies %s judged as those of list-roles, also in a directory',
    async ([, document]) => {
      const app = { ...role('app', OPEN), AssumeRolePolicyDocument: document };
      const listed = await check([file('list.json', { Roles: [app] })]);
      const target = file('whole/details.json', details([app]));
      for (const where of [target, path.dirname(target)]) {
        const { status, findings } = await check([where]);
        expect(status).toBe(1);
        const told = (all: readonly Finding[]) =>
          all.map(({ rule, severity, resource }) => [rule, severity, resource.key]);
        expect(told(findings)).toEqual(expect.arrayContaining(told(listed.findings)));
        expect(findings).toContainEqual(
          expect.objectContaining({ rule: 'irsa-subject-unrestricted', severity: 'critical' }),
        );
      }
    },
  );

  it('puts the policies of a role together, each with its line', async () => {
    const answer = details(
      [role('app', SCOPED, { ...inline('read', READ), ...attached(ORDERS) })],
      [managed(ORDERS, ADMIN, READ)],
    );
    const { findings } = await privileged(answer);
    expect(findings).toMatchObject([{ resource: { key: 'arn:aws:iam::111122223333:role/app' } }]);
    expect(findings[0]?.evidence).toContainEqual({ path: 'policyArn', value: ORDERS });
    const lines = JSON.stringify(answer, null, 2).split('\n');
    const { source } = findings[0]!;
    const line = source?.line ?? 0;
    expect(lines[line - 1]).toContain('"Action": "*"');
    expect(line).toBeGreaterThan(lines.findIndex((text) => text.includes('"Policies"')));
  });

  it('takes of a managed policy the version that counts', async () => {
    const roles = [role('app', SCOPED, attached(ORDERS))];
    const { status, findings, stderr } = await privileged(details(roles, [managed(ORDERS, READ, ADMIN)]));
    expect([status, findings]).toEqual([0, []]);
    expect(stderr).not.toContain('policy arn');
  });

  it('says which attached policy it does not have, and knows it by another page', async () => {
    const page = details([role('app', SCOPED, attached(ORDERS))], [], { IsTruncated: true, Marker: 'AAA' });
    const first = file('pages/1.json', page);
    const alone = await check([first], '--rule', PRIVILEGED);
    expect(alone).toMatchObject({ status: 0, findings: [] });
    expect(alone.stderr).toContain(`policy ${ORDERS}`);
    const second = { IsTruncated: false, Policies: [managed(ORDERS, ADMIN)] };
    const both = await check([first, file('pages/2.json', second)], '--rule', PRIVILEGED);
    expect(both.findings).toHaveLength(1);
    expect((await privileged([page, second])).findings).toHaveLength(1);
  });

  it("knows AWS's own policies by their documents", async () => {
    const arn = 'arn:aws:iam::aws:policy/ExampleOfLateFullAccess';
    const roles = [role('app', SCOPED, attached(arn))];
    const without = await privileged(details(roles));
    expect(without.stderr).toContain(`policy ${arn}`);
    expect((await privileged(details(roles, [managed(arn, ADMIN)]))).findings).toHaveLength(1);
    const harmless = await privileged(details(roles, [managed(arn, READ)]));
    expect([harmless.status, harmless.findings]).toEqual([0, []]);
    expect(harmless.stderr).not.toContain(arn);
  });

  it('lets a boundary take rights away where its document is there', async () => {
    const roles = [role('app', SCOPED, { ...inline('all', ADMIN), ...limited(ORDERS) })];
    const known = await privileged(details(roles, [managed(ORDERS, READ)]));
    expect([known.status, known.findings]).toEqual([0, []]);
    expect(known.stderr).not.toContain(ORDERS);
    const open = await privileged(details(roles, [managed(ORDERS, ADMIN)]));
    expect(open.findings).toHaveLength(1);
    expect((await privileged(details(roles))).stderr).toContain(ORDERS);
  });

  it.each([
    ['the role itself', (condition: object) => inline('own', delegating(condition))],
    [
      'its boundary',
      () => ({
        ...inline('own', allow('iam:AttachRolePolicy')),
        ...limited(`${ORDERS}-limit`),
      }),
    ],
  ])('decides by the document of a policy that %s names in a condition', async (_, rights) => {
    const condition = { ArnEquals: { 'iam:PolicyARN': ORDERS } };
    const roles = [role('app', SCOPED, rights(condition))];
    const limit = managed(`${ORDERS}-limit`, delegating(condition));
    const harmless = await privileged(details(roles, [limit, managed(ORDERS, READ)]));
    expect([harmless.status, harmless.findings]).toEqual([0, []]);
    expect(harmless.stderr).not.toContain(ORDERS);
    expect((await privileged(details(roles, [limit, managed(ORDERS, ADMIN)]))).findings).toHaveLength(1);
    const without = await privileged(details(roles, [limit]));
    expect([without.status, without.findings]).toEqual([0, []]);
    expect(without.stderr).toContain(`policy ${ORDERS}`);
  });

  it('leaves the rights of roles alone that pods do not get, and of users and groups', async () => {
    const rights = inline('all', ADMIN);
    const pods = trust(podIdentity(['sts:AssumeRole', 'sts:TagSession']));
    const { status, stderr, findings } = await privileged(
      details([role('people', PEOPLE, rights), role('pods', pods, rights), role('app', SCOPED, rights)]),
    );
    expect([status, stderr]).toEqual([1, expect.not.stringContaining('passed over')]);
    expect(findings.map(({ resource }) => resource.key).sort()).toEqual([
      'arn:aws:iam::111122223333:role/app',
      'arn:aws:iam::111122223333:role/pods',
    ]);
  });

  const admin = (principal: string) =>
    role('admin', trust({ Principal: { AWS: principal }, Action: 'sts:AssumeRole' }), inline('all', ADMIN));
  const APP = 'arn:aws:iam::111122223333:role/team/app';
  const assume = (Resource: string) => ({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource }],
  });

  it.for([
    ['names its role, which may read alone', READ, admin(APP)],
    ['names its role, which may assume any', assume('*'), admin(APP)],
    ['names its role, which may assume it by a pattern', assume(`${APP.slice(0, -3)}adm*`), admin(APP)],
    ['trusts the account, of which its role may assume any', assume('*'), admin('111122223333')],
  ] as const)(
    'accuses pods where an administrator %s, whichever role comes first',
    async ([, own, other]) => {
      const roles = [role('app', SCOPED, inline('own', own)), other];
      for (const inOrder of [roles, roles.toReversed()]) {
        const { status, findings } = await privileged(details(inOrder));
        expect([status, findings.length]).toEqual([1, 1]);
        expect(findings[0]?.summary).toContain('role/team/admin, which trusts it and has more rights');
      }
    },
  );

  it('follows trust policies alone over two steps', async () => {
    const named = trust({ Principal: { AWS: APP }, Action: 'sts:AssumeRole' });
    const answer = details([
      admin(APP.replace('app', 'step')),
      role('step', named, inline('read', READ)),
      role('app', SCOPED, inline('read', READ)),
    ]);
    const { findings } = await check([file('two.json', answer)], '--rule', 'role-chain-to-admin');
    expect(findings).toMatchObject([{ resource: { key: 'arn:aws:iam::111122223333:role/app' } }]);
  });

  it('names a document that is malformed, and takes the policy for one that is not known', async () => {
    const { status, stderr } = await privileged(
      details([role('app', SCOPED, inline('all', { Statement: [{ Effect: 'No' }] }))]),
    );
    expect(status).toBe(3);
    expect(stderr).toContain('RoleDetailList[0].RolePolicyList[0].PolicyDocument.Statement[0].Effect: must');
    expect(stderr).toContain('policy all');
  });

  it('knows the tags, and takes no --kind', async () => {
    const tagged = role('app', OPEN, {
      Tags: [{ Key: 'podguard:Owner', Value: 'payments' }],
      ...inline('read', READ),
    });
    const target = file('tags.json', details([tagged]));
    const { status, findings } = await check(
      [target],
      '--kind',
      'trust-policy',
      '--rule',
      'irsa-subject-unrestricted',
    );
    expect(status).toBe(1);
    expect(findings[0]?.owner).toMatchObject({ name: 'payments' });
  });

  it('is a fault where it has no role, unless other pages have', async () => {
    const users = file('no-role/users.json', details([]));
    const alone = await check([users]);
    expect(alone.status).toBe(2);
    expect(alone.stderr).toContain(`${users}: has the details of an account without a role`);
    const policies = file('no-role/policies.json', { Policies: [managed(ORDERS, ADMIN)] });
    expect(await check([policies])).toMatchObject({ status: 3, findings: [] });
    const roles = file('no-role/roles.json', { RoleDetailList: [role('people', PEOPLE)] });
    expect((await check([users, policies, roles], '--fail-on', 'never')).status).toBe(0);
  });
});
