import type { Resource } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { describe, expect, test } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import {
  allow,
  attached,
  inline,
  OWN_POLICY,
  otherRole,
  ownPolicy,
  ROLE,
} from '../../support/role-rights.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { ACCOUNT, configOf, resourceOf } from '../../support/states.ts';
import { aws, podIdentity, trust } from '../../support/trusts.ts';

const rule = ruleOf(catalogue, 'role-chain-to-admin');
const pods = trust(podIdentity(['sts:AssumeRole', 'sts:TagSession']));
const none = { associations: [], targetAssociations: [], chainedPolicies: [] };
const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const FOREIGN = 'arn:aws:iam::222233334444:role/top';
const trusting = (...by: readonly string[]) => trust(aws({ AWS: by }));
const assume = (...names: readonly string[]) => ({ Action: 'sts:AssumeRole', Resource: names.map(arn) });

type Sets = ReturnType<typeof inline>;
const role = (name: string, by: string, sets: Sets, more: object = {}): Resource<'iam-role'> =>
  otherRole({ state: { arn: arn(name), trust: trusting(by), boundary: null }, sets, ...more }, arn(name));

const state = { arn: ROLE, trust: pods, boundary: null };
const first = { state, sets: inline(assume('step')) };
const step = role('step', ROLE, inline(assume('top')));
const top = role('top', arn('step'), attached('AdministratorAccess'));
const timed = (operator: string) => ({ [operator]: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } });
const around = (...roles: readonly (Resource<'iam-role'> | { readonly missing: string })[]) => ({
  ...none,
  chainedRoles: roles,
});

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: 'two steps to an administrator',
      neighbour: 'the last role is no administrator',
      ...first,
      related: around(step, top),
      evidence: ['hop 1', 'hop 2', 'policyName', 'policyArn', 'trust', 'administratorName'],
    },
    {
      name: 'two steps to a role that can make itself one',
      ...first,
      related: around(
        step,
        role('top', arn('step'), inline({ Action: 'iam:PutRolePolicy', Resource: arn('top') })),
      ),
      evidence: ['hop 2', 'Statement[0]'],
    },
    {
      name: 'three steps',
      ...first,
      related: around(
        role('step', ROLE, inline(assume('next'))),
        role('next', arn('step'), inline(assume('top'))),
        role('top', arn('next'), attached('AdministratorAccess')),
      ),
      evidence: ['hop 3'],
    },
    {
      name: "by a customer's policy and by a pattern",
      state,
      sets: { policies: { [OWN_POLICY]: true }, inlinePolicies: {} },
      related: {
        ...around(role('step', ROLE, inline(assume('to*'))), top),
        chainedPolicies: [ownPolicy(allow(assume('step')))],
      },
      evidence: ['hop 1', 'hop 2'],
    },
    {
      name: 'by trust policies alone that name the role before, in one account',
      state,
      sets: inline({ Action: 's3:GetObject' }),
      related: around(role('step', ROLE, inline({ Action: 's3:GetObject' })), top),
      evidence: ['hop 1', 'hop 2', 'trustingRole'],
    },
    {
      name: 'named by the last role, with a boundary that lets it assume roles',
      ...first,
      related: {
        ...around(
          role('step', ROLE, inline({ Action: 's3:GetObject' }), {
            state: { arn: arn('step'), trust: trusting(ROLE), boundary: OWN_POLICY },
          }),
          top,
        ),
        chainedPolicies: [ownPolicy(allow({ Action: ['s3:*', 'sts:*'] }))],
      },
      evidence: ['hop 2', 'trustingRole'],
    },
    {
      name: 'by a pattern, to a role that trusts the account',
      ...first,
      related: around(
        role('step', ROLE, inline({ Action: 'sts:AssumeRole' })),
        role('top', `arn:aws:iam::${ACCOUNT}:root`, attached('AdministratorAccess')),
      ),
      evidence: ['hop 2'],
    },
    {
      name: 'by a pattern, to a role whose ARN is not known',
      ...first,
      related: around(role('step', ROLE, inline(assume('t*'))), {
        ...top,
        state: { ...top.state, arn: undefined },
      }),
      evidence: ['hop 2'],
    },
    {
      name: 'by trust policies since a time that is over',
      ...first,
      related: around(step, {
        ...top,
        state: { ...top.state, trust: trust(aws({ AWS: arn('step') }, timed('DateGreaterThan'))) },
      }),
      evidence: ['hop 2'],
    },
    {
      name: 'a role with a path, by its whole ARN',
      state,
      sets: inline({ Action: 'sts:AssumeRole', Resource: `arn:aws:iam::${ACCOUNT}:role/apps/step` }),
      related: around(
        role('step', ROLE, inline(assume('top')), {
          state: { arn: `arn:aws:iam::${ACCOUNT}:role/apps/step`, trust: trusting(ROLE), boundary: null },
        }),
        role('top', `arn:aws:iam::${ACCOUNT}:role/apps/step`, attached('AdministratorAccess')),
      ),
      evidence: ['hop 2'],
    },
  ],
  passes: [
    {
      name: 'one step: another rule has that',
      ...first,
      related: around(role('step', ROLE, attached('AdministratorAccess'))),
    },
    {
      name: 'one step to an administrator that another step leads to as well',
      state,
      sets: inline(assume('step', 'top')),
      related: around(
        step,
        role('top', arn('step'), attached('AdministratorAccess'), {
          state: { arn: arn('top'), trust: trusting(ROLE, arn('step')), boundary: null },
        }),
      ),
    },
    {
      name: 'the last role does not trust the one before',
      ...first,
      related: around(step, role('top', arn('other'), attached('AdministratorAccess'))),
    },
    {
      name: 'the middle role may not assume the last',
      ...first,
      related: around(
        role('step', ROLE, inline({ Action: 's3:GetObject' })),
        role('top', `arn:aws:iam::${ACCOUNT}:root`, attached('AdministratorAccess')),
      ),
    },
    {
      name: 'the middle role is named by one of another account and may not assume it',
      ...first,
      related: around(
        role('step', ROLE, inline({ Action: 's3:GetObject' })),
        otherRole(
          {
            state: { arn: FOREIGN, trust: trusting(arn('step')), boundary: null },
            sets: attached('AdministratorAccess'),
          },
          FOREIGN,
        ),
      ),
    },
    {
      name: 'the middle role is named by the last and denied to assume it',
      ...first,
      related: around(role('step', ROLE, inline({ Effect: 'Deny', ...assume('top') })), top),
    },
    {
      name: 'the boundary of the middle role, named by the last, lets it assume nothing',
      ...first,
      related: {
        ...around(
          role('step', ROLE, inline({ Action: 's3:GetObject' }), {
            state: { arn: arn('step'), trust: trusting(ROLE), boundary: OWN_POLICY },
          }),
          top,
        ),
        chainedPolicies: [ownPolicy(allow({ Action: 's3:*' }))],
      },
    },
    {
      name: 'the last role is no administrator',
      ...first,
      related: around(step, role('top', arn('step'), inline({ Action: 's3:GetObject' }))),
    },
    {
      name: 'the last role trusted the one before until a time that is over',
      ...first,
      related: around(step, {
        ...top,
        state: { ...top.state, trust: trust(aws({ AWS: arn('step') }, timed('DateLessThan'))) },
      }),
    },
    {
      name: 'the last role was deleted',
      ...first,
      related: around(step, { ...top, present: false }),
    },
    {
      name: 'a step more than the configuration looks at',
      ...first,
      config: { limits: { chainHops: 2 } },
      related: around(
        role('step', ROLE, inline(assume('next'))),
        role('next', arn('step'), inline(assume('top'))),
        role('top', arn('next'), attached('AdministratorAccess')),
      ),
    },
    {
      name: 'roles that assume each other in a circle',
      ...first,
      related: around(role('step', ROLE, inline(assume('app', 'step')))),
    },
    { name: 'it may assume nothing', state, sets: attached(), related: around() },
  ],
  indeterminate: [
    { name: 'its policies are not known', state, related: around(), missing: '(any other)' },
    {
      name: 'the last role is not known',
      ...first,
      related: around(step, { missing: arn('top') }),
      missing: arn('top'),
    },
    {
      name: 'the rights of the last role are not known',
      ...first,
      related: around(step, role('top', arn('step'), attached('AmazonSageMakerFullAccess'))),
      missing: 'AmazonSageMakerFullAccess',
    },
    {
      name: 'whether the last role trusts the one before hangs on an external id',
      ...first,
      related: around(
        step,
        role('top', arn('step'), attached('AdministratorAccess'), {
          state: {
            arn: arn('top'),
            trust: trust(aws({ AWS: arn('step') }, { StringEquals: { 'aws:SourceVpc': 'vpc-1' } })),
            boundary: null,
          },
        }),
      ),
      missing: 'may assume',
    },
    {
      name: 'the last role names one session of the middle role, which may not assume it',
      ...first,
      related: around(
        role('step', ROLE, inline({ Action: 's3:GetObject' })),
        role('top', `arn:aws:sts::${ACCOUNT}:assumed-role/step/night`, attached('AdministratorAccess')),
      ),
      missing: 'may assume',
    },
    {
      name: 'the last role names the middle one under a condition that nothing tells',
      ...first,
      related: around(
        role('step', ROLE, inline({ Action: 's3:GetObject' })),
        role('top', arn('step'), attached('AdministratorAccess'), {
          state: {
            arn: arn('top'),
            trust: trust(aws({ AWS: arn('step') }, { StringEquals: { 'aws:SourceVpc': 'vpc-1' } })),
            boundary: null,
          },
        }),
      ),
      missing: 'may assume',
    },
    {
      name: 'the trust policy of the last role is not known',
      ...first,
      related: around(
        step,
        role('top', arn('step'), attached('AdministratorAccess'), { state: { boundary: null } }),
      ),
      missing: 'may assume',
    },
    {
      name: 'it may assume any role',
      state,
      sets: inline({ Action: 'sts:AssumeRole' }),
      related: around(),
      missing: 'trusts',
    },
    {
      name: 'whether pods get it is not known',
      sets: inline(assume('step')),
      state: { arn: ROLE, boundary: null },
      related: around(step, top),
      missing: 'trust policy',
    },
    {
      name: 'more chains than are gone through',
      state,
      sets: inline(assume('r*')),
      related: around(
        ...Array.from({ length: 210 }, (_, index) =>
          role(`r${index}`, ROLE, inline({ Action: 's3:GetObject' })),
        ),
      ),
      missing: 'more chains than are gone through',
    },
    {
      name: 'more unproved chains than are named',
      state,
      sets: inline(assume(...Array.from({ length: 14 }, (_, index) => `r${index}`))),
      related: around(),
      missing: 'and 4 more',
    },
  ],
  notApplicable: [
    {
      name: 'no pod gets it',
      ...first,
      state: { ...state, trust: trusting(arn('x')) },
      related: around(step, top),
    },
    {
      name: 'it is an administrator itself',
      state,
      sets: attached('AdministratorAccess'),
      related: around(step, top),
    },
  ],
});

describe('role-chain-to-admin witnesses', () => {
  const judge = (sets: Sets, ...roles: readonly Resource<'iam-role'>[]) => {
    const subject = resourceOf('iam-role', { state, sets });
    const verdict = rule.evaluate(subject as never, {
      config: configOf(),
      related: around(...roles) as never,
    });
    if (verdict.status !== 'fail' || verdict.witness === null) throw new Error('no witness');
    return { ...verdict, witness: verdict.witness };
  };
  const other = role('other-top', arn('step'), attached('AdministratorAccess'));

  test('name every role of the shortest chain', () => {
    const { summary, witness } = judge(first.sets, step, top);
    expect(summary).toBe(
      `Pods that get ${ROLE} by EKS Pod Identity reach an administrator by assuming ${arn('step')}, and with that ${arn('top')}`,
    );
    expect(witness.text).toBe(
      `A pod that gets ${ROLE} may assume ${arn('step')}, and with that ${arn('top')}, an administrator`,
    );
    expect(witness.request).toEqual({ action: 'sts:AssumeRole', roles: [ROLE, arn('step'), arn('top')] });
  });

  test('cover fewer administrators, and no other ones', () => {
    const wide = role('step', ROLE, inline(assume('top', 'other-top')));
    const [one, both] = [judge(first.sets, step, top), judge(first.sets, wide, top, other)];
    expect(both.summary).toContain('other chains: 1');
    expect(rule.covers?.(both.witness, one.witness)).toBe(true);
    expect(rule.covers?.(one.witness, both.witness)).toBe(false);
  });
});

test('roles that all may assume each other are each gone to once', () => {
  const any = inline({ Action: 'sts:AssumeRole' });
  let reads = 0;
  const roles = Array.from({ length: 100 }, (_, index) => {
    const made = role(`r${index}`, `arn:aws:iam::${ACCOUNT}:root`, any);
    const text = made.state.trust;
    const counted = Object.defineProperty({ ...made.state }, 'trust', {
      get: () => {
        reads += 1;
        return text;
      },
    });
    return { ...made, state: counted };
  });
  const related = around(...roles) as never;
  const verdict = rule.evaluate(resourceOf('iam-role', { state, sets: any }) as never, {
    config: configOf(),
    related,
  });
  expect(verdict.status).toBe('indeterminate');
  expect(reads).toBeLessThan(10 * roles.length);
});
