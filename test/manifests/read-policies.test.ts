import { readPolicies } from '@podguard/manifests';
import { describe, expect, it } from 'vitest';
import { irsa, podIdentity, trust } from '../support/trusts.ts';

const TRUST = trust(irsa(), podIdentity(['sts:AssumeRole', 'sts:TagSession']));
const PERMISSIONS = '{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}';

const kinds = (text: string) => readPolicies(text).documents.map(({ kind }) => kind);

describe('readPolicies', () => {
  it.for<[what: string, statement: object, kind: string]>([
    ['Principal', { Principal: '*', Action: 'sts:AssumeRole' }, 'trust-policy'],
    ['NotPrincipal', { NotPrincipal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }, 'trust-policy'],
    ['Resource', { Action: 's3:*', Resource: '*' }, 'permission-policy'],
    ['NotResource', { Action: 's3:*', NotResource: 'arn:aws:s3:::a' }, 'permission-policy'],
  ])('takes statements with %s for what they are', ([, statement, kind]) => {
    expect(kinds(JSON.stringify({ Statement: { Effect: 'Allow', ...statement } }))).toEqual([kind]);
  });

  it('passes over statements with a Principal and a Resource, unless it is told what they are', () => {
    const statement = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' };
    const text = JSON.stringify({ Statement: statement });
    expect(readPolicies(text)).toMatchObject({
      documents: [],
      passedOver: [expect.stringContaining('resource')],
    });
    expect(readPolicies(text, 'permission-policy').documents).toHaveLength(1);
  });

  it.for<[what: string, statement: object, path: string]>([
    ['a principal', { Principal: { AWS: '${account_root}' } }, 'Principal.AWS'],
    ['a part of one', { Principal: { AWS: ['arn:aws:iam::${account}:root'] } }, 'Principal.AWS[0]'],
    ['one in braces', { Principal: { Federated: '{{ .Values.provider }}' } }, 'Principal.Federated'],
    ['one to fill in', { NotPrincipal: { AWS: 'arn:aws:iam::<account>:root' } }, 'NotPrincipal.AWS'],
    ['an action', { Principal: '*', Action: '${actions}' }, 'Action'],
  ])('names %s that is a template, and takes the document', ([, statement, at]) => {
    const { documents, problems } = readPolicies(
      JSON.stringify({ Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', ...statement } }),
    );
    expect(documents).toHaveLength(1);
    expect(problems).toEqual([expect.stringMatching('is a template that is not rendered')]);
    expect(problems[0]?.startsWith(`Statement.${at}: "`)).toBe(true);
  });

  it('takes a policy variable where AWS knows one', () => {
    const resource = 'arn:aws:s3:::home/${aws:username}/*';
    const text = { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: resource } };
    expect(readPolicies(JSON.stringify(text)).problems).toEqual([]);
  });

  it("believes the answer's own word before it guesses", () => {
    const { documents, problems } = readPolicies(
      `{"Role":{"Arn":"arn:aws:iam::111122223333:role/app","AssumeRolePolicyDocument":${PERMISSIONS}}}`,
    );
    expect(documents).toEqual([]);
    expect(problems).toEqual([
      'Role.AssumeRolePolicyDocument.Statement: a statement of a trust policy needs a Principal',
    ]);
  });

  it('reads what the answer tells of the role', () => {
    const role = {
      Arn: 'arn:aws:iam::111122223333:role/team/app',
      RoleName: 'app',
      RoleId: 'AROAEXAMPLE',
      MaxSessionDuration: 7200,
      AssumeRolePolicyDocument: JSON.parse(TRUST),
    };
    const facts = {
      arn: role.Arn,
      name: 'app',
      roleId: 'AROAEXAMPLE',
      maxSessionDuration: 7200,
    };
    const of = (answer: unknown) =>
      readPolicies(JSON.stringify(answer)).documents.map(({ role: told }) => told);
    expect(of({ Role: role })).toEqual([{ ...facts, boundary: null }]);
    const boundary = 'arn:aws:iam::111122223333:policy/limit';
    expect(of({ Role: { ...role, PermissionsBoundary: { PermissionsBoundaryArn: boundary } } })).toEqual([
      { ...facts, boundary },
    ]);
    // ListRoles never names the boundary: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRoles.html
    expect(of({ Roles: [role] })).toEqual([facts]);
  });

  it('names the place of a fault in the file', () => {
    const { problems } = readPolicies(
      `{"Roles":[{"AssumeRolePolicyDocument":${TRUST}},{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"No"}]}}]}`,
    );
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^Roles\[1\]\.AssumeRolePolicyDocument\.Statement\[0\]\.Effect: must be/);
  });

  it.for<[what: string, text: string, path: string, line: number]>([
    ['the document', `\n\n${TRUST}`, '', 3],
    ['a statement', pretty(TRUST), 'Statement[1]', 11],
    ['the document of an answer', pretty(`{"PolicyVersion":{"Document":${PERMISSIONS}}}`), 'Statement', 4],
    ['the nearest that is there', pretty(TRUST), 'Statement[1].Condition.Bool', 11],
    [
      'the second of two keys',
      '{"Statement":[],\n"Statement":[\n{"Effect":"Allow","Action":"*","Resource":"*"}]}',
      'Statement[0]',
      3,
    ],
    ['brackets in texts', `{"Id":"}]{[\\"",\n"Statement":${PERMISSIONS.slice(13, -1)}}`, 'Statement', 2],
    ['a URL-encoded document', encodeURIComponent(pretty(TRUST)), 'Statement[1]', 1],
    ['CRLF', pretty(TRUST).replaceAll('\n', '\r\n'), 'Statement[1]', 11],
    ['a byte order mark', `\ufeff${pretty(TRUST)}`, 'Statement[1]', 11],
  ])('knows the line of %s', ([, text, path, line]) => {
    expect(readPolicies(text).documents[0]?.lineOf(path)).toBe(line);
  });
});

function pretty(text: string): string {
  return JSON.stringify(JSON.parse(text), null, 2);
}
