import { type DocumentRead, documentsToChanges, readPolicies } from '@podguard/manifests';
import { describe, expect, it } from 'vitest';
import { irsa, podIdentity, trust } from '../support/trusts.ts';

const ARN = 'arn:aws:iam::111122223333:role/team/app';
const KEY = 'arn:aws:iam::111122223333:role/app';
const PERMISSIONS = '{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}';

const read = (file: string, text: string): DocumentRead[] =>
  readPolicies(text).documents.map((document) => ({ file, document }));
const roleAnswer = (document: string) => `{"Role":{"Arn":"${ARN}","AssumeRolePolicyDocument":${document}}}`;
const inlineAnswer = (name: string, document = PERMISSIONS) =>
  `{"RoleName":"app","PolicyName":"${name}","PolicyDocument":${document}}`;

describe('documentsToChanges', () => {
  it('knows of a trust policy nothing but that', () => {
    const { changes, podRoles } = documentsToChanges(read('a.json', trust(irsa())), undefined);
    expect(podRoles).toEqual([]);
    expect(changes).toMatchObject([
      {
        kind: 'iam-role',
        key: 'a.json',
        account: '',
        cause: { document: true, source: { file: 'a.json' } },
        fields: {
          arn: { unknown: true },
          roleId: { unknown: true },
          trust: { value: trust(irsa()) },
          boundary: { unknown: true },
          maxSessionDuration: { unknown: true },
        },
        sets: { policies: null, inlinePolicies: null },
      },
    ]);
  });

  it('takes a permission policy for all that a role has, and the role for one that pods get', () => {
    const { changes, podRoles } = documentsToChanges(read('p.json', PERMISSIONS), '111122223333');
    expect(podRoles).toEqual(['p.json']);
    expect(changes).toMatchObject([
      {
        account: '111122223333',
        fields: { trust: { unknown: true }, boundary: { value: null } },
        sets: { policies: {}, inlinePolicies: { 'document p.json': PERMISSIONS } },
      },
    ]);
  });

  it('puts the documents of one role together where they say whose they are', () => {
    const reads = [
      ...read('role.json', roleAnswer(trust(irsa()))),
      ...read('one.json', inlineAnswer('one')),
      ...read('two.json', inlineAnswer('two')),
    ];
    const known = documentsToChanges(reads, '111122223333');
    expect(known.changes).toMatchObject([
      {
        key: KEY,
        account: '111122223333',
        fields: { arn: { value: ARN }, boundary: { value: null }, trust: { value: trust(irsa()) } },
        sets: { inlinePolicies: { one: PERMISSIONS, two: PERMISSIONS } },
      },
    ]);
    const unknown = documentsToChanges(reads, undefined);
    expect(unknown.changes.map(({ key }) => key)).toEqual([KEY, 'one.json', 'two.json']);
  });

  it('keeps apart what contradicts itself', () => {
    const [one, other] = [trust(irsa()), trust(podIdentity(['sts:AssumeRole']))];
    const { changes, documents } = documentsToChanges(
      [
        ...read('a.json', roleAnswer(one)),
        ...read('b.json', roleAnswer(other)),
        ...read('c.json', roleAnswer(one)),
      ],
      undefined,
    );
    expect(changes.map(({ key }) => key)).toEqual([KEY, 'b.json']);
    expect([...documents.values()].map((of) => of.map(({ file }) => file))).toEqual([
      ['a.json', 'c.json'],
      ['b.json'],
    ]);
  });
});
