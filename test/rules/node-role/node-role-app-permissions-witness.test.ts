import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import { ec2, none, standard } from './node-roles.ts';

const rule = ruleOf(catalogue, 'node-role-app-permissions');

describe('node-role-app-permissions witnesses', () => {
  type Sets = NonNullable<Parameters<typeof resourceOf<'iam-role'>>[1]['sets']>;
  const witness = (
    inlinePolicies: Readonly<Record<string, string>>,
    more: Sets[string] = {},
    boundary?: string,
  ) => {
    const verdict = rule.evaluate(
      resourceOf('iam-role', {
        state: { trust: ec2, boundary: boundary ?? null },
        sets: { policies: { ...standard, ...more }, inlinePolicies },
      }) as never,
      { config: configOf({ nodeRoles: ['app'] }), related: none as never },
    );
    return verdict.status === 'fail' ? verdict.witness! : null;
  };
  const powerUser = 'arn:aws:iam::aws:policy/PowerUserAccess';
  const managed = (name: string) => ({ [`arn:aws:iam::aws:policy/${name}`]: true });
  const of = (...statements: readonly object[]) => ({
    own: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
  });
  const get = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/*' };
  const objects = { Effect: 'Allow', Action: 's3:*Object', Resource: '*' };
  const within = (...regions: readonly string[]) => ({
    ...objects,
    Condition: { StringEquals: { 'aws:RequestedRegion': regions } },
  });
  const denied = (Action: unknown, Resource: unknown = '*') => ({ Effect: 'Deny', Action, Resource });
  const guard = { Effect: 'Deny', NotAction: 's3:GetObject', Resource: '*' };
  const but = (NotAction: unknown) => ({ Effect: 'Allow', NotAction, Resource: '*' });

  it.for([
    ['a named action', of(get), {}, 'may call s3:GetObject for arn:aws:s3:::reports/'],
    [
      'an administrator',
      of(get),
      managed('AdministratorAccess'),
      'may call iam:CreateRole for arn:aws:iam::',
    ],
    ['a pattern', of(objects), {}, 'may call s3:GetObject for arn:aws:s3:::'],
    ['all but', of(but('s3:*')), {}, 'may call iam:CreateRole'],
    [
      'a policy by its name',
      {},
      managed('AmazonS3FullAccess'),
      'has the rights that arn:aws:iam::aws:policy/AmazonS3FullAccess gives',
    ],
  ] as const)('proves %s', ([, inlinePolicies, more, text]) =>
    expect(witness(inlinePolicies, more)?.text).toContain(text),
  );

  it.for([
    ['another policy', witness(of(get)), witness(of(get), managed('IAMFullAccess'))],
    ['another action', witness(of(get)), witness(of(get, { ...get, Action: 's3:PutObject' }))],
    ['another resource', witness(of(get)), witness(of({ ...get, Resource: '*' }))],
    [
      'a resource named apart',
      witness(of(get)),
      witness(of({ ...get, NotResource: 'arn:aws:s3:::reports/*', Resource: undefined })),
    ],
    ['a pattern in place of an action', witness(of(get)), witness(of(objects))],
    ['all but', witness(of(objects)), witness(of(but('iam:*')))],
    ['fewer exceptions', witness(of(but(['iam:*', 's3:*']))), witness(of(but('iam:*')))],
    ['a Deny gone', witness(of(objects, denied('s3:*', 'arn:aws:s3:::own/*'))), witness(of(objects))],
    ['a Deny of all but gone', witness(of(get, guard)), witness(of(get))],
    ['the boundary gone', witness(of(get), {}, powerUser), witness(of(get))],
  ] as const)('is worse by %s', ([, before, now]) => {
    expect(rule.covers?.(before!, now!)).toBe(false);
    expect(rule.covers?.(now!, now!)).toBe(true);
  });

  it.for([
    ['a policy less', witness(of(get), managed('IAMFullAccess')), witness(of(get))],
    ['an action of a pattern', witness(of(objects)), witness(of(get))],
    [
      'a named policy of an administrator',
      witness({}, managed('AdministratorAccess')),
      witness(of(get), managed('IAMFullAccess')),
    ],
    ['a Deny of something', witness(of(objects)), witness(of(objects, denied('s3:*', 'arn:aws:s3:::own/*')))],
    [
      'a wider Deny',
      witness(of(objects, denied('s3:*', 'arn:aws:s3:::own/*'))),
      witness(of(objects, denied(['s3:*', 'ec2:*'], ['arn:aws:s3:::own/*', 'arn:aws:s3:::more/*']))),
    ],
    ['a Deny of something else gone', witness(of(objects, denied('sqs:*'))), witness(of(objects))],
    ['more exceptions', witness(of(but('iam:*'))), witness(of(but(['iam:*', 's3:*'])))],
    ['an action that was not excepted', witness(of(but('iam:*'))), witness(of(get))],
  ] as const)('is no worse by %s', ([, before, now]) => expect(rule.covers?.(before!, now!)).toBe(true));

  it('compares conditions', () => {
    const [none, one, two] = [objects, within('eu-west-1'), within('eu-west-1', 'eu-west-2')].map(
      (statement) => witness(of(statement))!,
    ) as [never, never, never];
    expect(rule.covers?.(one, none)).toBe(false);
    expect(rule.covers?.(none, one)).toBe(true);
    expect(rule.covers?.(one, two)).toBe(false);
    expect(rule.covers?.(two, one)).toBe(true);
    expect(rule.covers?.({ text: '', request: {} }, one)).toBe(false);
  });
});
