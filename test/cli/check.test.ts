import path from 'node:path';
import type { Finding } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { findingsIn } from '../support/run-cli.ts';
import { ISSUER, irsa, trust } from '../support/trusts.ts';
import { useDirectory } from '../support/use-directory.ts';
import { AUD, check, OPEN } from './check-documents.ts';

const SCOPED = trust(irsa({ StringEquals: { ...AUD, [`${ISSUER}:sub`]: 'system:serviceaccount:web:app' } }));

const BUCKET = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' },
});
const PERMISSIONS = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
};
const ROLE_ARN = 'arn:aws:iam::111122223333:role/team/app';

const getRole = (document: string, arn = ROLE_ARN) => ({
  Role: { Arn: arn, RoleName: 'app', RoleId: 'AROAEXAMPLE', AssumeRolePolicyDocument: JSON.parse(document) },
});

const { directory, file } = useDirectory('check');

describe('check', () => {
  it('writes a finding with the path as given and the line of what decided, and no event', async () => {
    const target = file('open.json', JSON.stringify(JSON.parse(OPEN), null, 2));
    const { status, stdout, stderr } = await check([target]);
    expect(status).toBe(1);
    expect(findingsIn(stdout)).toContainEqual(
      expect.objectContaining({
        rule: 'irsa-subject-unrestricted',
        severity: 'critical',
        status: 'open',
        cause: 'record',
        resource: { kind: 'iam-role', key: target, account: '', region: '' },
        opened: null,
        resolved: null,
        source: { file: target, line: 12 },
      }),
    );
    expect(stderr).toContain('1 policy document read');
  });

  it('finds nothing of medium or above in a scoped policy', async () => {
    const { status, stdout } = await check([file('scoped.json', SCOPED)], ['--fail-on', 'medium']);
    expect(status).toBe(0);
    expect(findingsIn(stdout).filter(({ severity }) => severity !== 'low')).toEqual([]);
  });

  it.for([
    ['with a byte order mark', `\ufeff${OPEN}`],
    ['with CRLF', JSON.stringify(JSON.parse(OPEN), null, 2).replaceAll('\n', '\r\n')],
    ['URL-encoded', encodeURIComponent(OPEN)],
    ['from the standard input', OPEN],
  ] as const)('reads a document %s', async ([, text]) => {
    const { stdout } = await check(['-'], ['--rule', 'irsa-subject-unrestricted'], text);
    expect(findingsIn(stdout)).toMatchObject([
      { resource: { key: 'standard input' }, source: { file: '-' } },
    ]);
  });

  it.for([
    ['get-role', getRole(OPEN)],
    [
      'get-role with an encoded document',
      { Role: { Arn: ROLE_ARN, AssumeRolePolicyDocument: encodeURIComponent(OPEN) } },
    ],
    ['list-roles', { Roles: [getRole(SCOPED, `${ROLE_ARN}-2`).Role, getRole(OPEN).Role] }],
    ['get-role --query Role', getRole(OPEN).Role],
  ] as const)("takes the role's own key from the answer of %s", async ([name, answer]) => {
    const target = file(`${name}.json`, JSON.stringify(answer));
    const { stdout } = await check([target], ['--rule', 'irsa-subject-unrestricted']);
    expect(findingsIn(stdout)).toMatchObject([
      { resource: { key: 'arn:aws:iam::111122223333:role/app', account: '111122223333' } },
    ]);
  });

  it.for([
    ['get-role-policy', { RoleName: 'app', PolicyName: 'read', PolicyDocument: PERMISSIONS }],
    ['get-policy-version', { PolicyVersion: { Document: PERMISSIONS, VersionId: 'v1' } }],
    ['the document alone', PERMISSIONS],
  ] as const)('reads a permission policy from %s', async ([, answer]) => {
    const { status, stderr } = await check(['-'], ['--fail-on', 'never'], JSON.stringify(answer));
    expect(status).toBe(0);
    expect(stderr).toContain('1 policy document read');
  });

  it('does not say that a role assumes what its policy denies it', async () => {
    const Statement = [
      { Effect: 'Allow', Action: 'iam:UpdateAssumeRolePolicy', Resource: '*' },
      { Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' },
    ];
    const { stdout } = await check(['-'], [], JSON.stringify({ Version: '2012-10-17', Statement }));
    const [{ severity, summary }] = findingsIn(stdout) as [Finding];
    expect(severity).toBe('critical');
    expect(summary).toMatch(/: makes a role trust somebody else, who then assumes it$/);
  });

  it('takes the account from --account where the document names none', async () => {
    const { stdout } = await check(['-'], ['--account', '111122223333'], OPEN);
    expect(findingsIn(stdout)[0]?.resource.account).toBe('111122223333');
  });

  it('puts the documents of one role together', async () => {
    const both = path.join(directory, 'both');
    file('both/a-trust.json', JSON.stringify(getRole(OPEN)));
    file('both/b-list.json', JSON.stringify({ Roles: [getRole(OPEN).Role] }));
    const { stdout } = await check([both], ['--rule', 'irsa-subject-unrestricted']);
    expect(findingsIn(stdout)).toMatchObject([{ source: { file: path.join(both, 'a-trust.json') } }]);
  });

  it('judges a second trust policy of one role by itself', async () => {
    const two = path.join(directory, 'two');
    file('two/a.json', JSON.stringify(getRole(SCOPED)));
    file('two/b.json', JSON.stringify(getRole(OPEN)));
    const { stdout } = await check([two], ['--rule', 'irsa-subject-unrestricted']);
    expect(findingsIn(stdout)).toMatchObject([
      { resource: { key: path.join(two, 'b.json') }, source: { file: path.join(two, 'b.json') } },
    ]);
  });

  it('gives the same finding the same id in every run', async () => {
    const ids = async () => findingsIn((await check(['-'], [], OPEN)).stdout).map(({ id }) => id);
    expect(await ids()).toEqual(await ids());
  });

  it.for([
    ['table', 'standard input, line 1'],
    ['json', '"documents": 1'],
    ['ndjson', '"rule":"irsa-subject-unrestricted"'],
  ] as const)('writes %s', async ([format, expected]) => {
    const { stdout } = await check(['-'], ['--format', format], OPEN);
    expect(stdout).toContain(expected);
  });

  it('says in JSON what it did', async () => {
    const target = path.join(directory, 'counted');
    file('counted/open.json', OPEN);
    file('counted/package.json', '{"name": "x"}');
    file('counted/notes.md', '# notes');
    file('counted/bucket.json', BUCKET);
    file('counted/broken.json', '{');
    const { stdout } = await check([target], ['--format', 'json', '--severity', 'critical']);
    const { summary } = JSON.parse(stdout) as { readonly summary: object };
    expect(summary).toMatchObject({
      documents: 1,
      passedOver: 3,
      unreadable: 1,
      findings: { open: { critical: 1 } },
    });
  });

  it('has examples in its help', async () => {
    const { status, stdout } = await check([], ['--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('aws iam get-role --role-name app | podguard check -');
  });
});

describe('what a document is', () => {
  it('passes over a resource policy and says why, unless --kind is given', async () => {
    const target = path.join(directory, 'resource');
    file('resource/bucket.json', BUCKET);
    file('resource/scoped.json', SCOPED);
    const passed = await check([target], ['--fail-on', 'never']);
    expect(passed.status).toBe(0);
    expect(passed.stderr).toContain('bucket.json: passed over: a resource policy');
    const asked = await check([target], ['--kind', 'trust-policy', '--fail-on', 'never']);
    expect(asked.stderr).toContain('2 policy documents read');
  });

  it('does not take a resource policy that was named for judged', async () => {
    expect(await check([file('bucket.json', BUCKET)])).toMatchObject({ status: 2, stdout: '' });
  });

  it('passes over the policy of a user', async () => {
    const answer = JSON.stringify({ UserName: 'ann', PolicyName: 'p', PolicyDocument: PERMISSIONS });
    const { status, stderr } = await check(['-'], [], answer);
    expect(status).toBe(2);
    expect(stderr).toContain('the policy of a user or a group');
  });

  it('says where a permission policy that is asked for as trust lacks its principal', async () => {
    const { status, stderr } = await check(['-'], ['--kind', 'trust-policy'], JSON.stringify(PERMISSIONS));
    expect(status).toBe(2);
    expect(stderr).toContain('standard input: Statement[0]: a statement of a trust policy needs a Principal');
  });
});
