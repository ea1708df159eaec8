import type { Resource } from '@podguard/core';
import { describe, expect, it, test } from 'vitest';
import { ACCOUNT } from '../support/states.ts';
import { aws, irsa, trust } from '../support/trusts.ts';
import { arn, BAD, config, exact, GOOD, ID, STS, sa } from './former-trust.ts';
import {
  firstPlan,
  judged,
  plans,
  recordedTrusts,
  remediatorOf,
  roleWith,
  trustAfter,
} from './role-plans.ts';

describe('the former trust policy', () => {
  it('is tried for each rule that the remediator names', () => {
    expect(BAD.map(({ rule }) => rule).sort()).toEqual(remediatorOf(ID).rules);
  });

  it.for(BAD)('ends $rule', ({ rule, bad, good = GOOD, related = {} }) => {
    const target = roleWith(bad);
    const recorded = recordedTrusts(good, bad);
    const draft = firstPlan(ID, { rule, target, related, config, recorded });
    expect(trustAfter(draft)).toBe(good);
    expect(draft.undo[0]?.input).toEqual({ RoleName: 'app', PolicyDocument: bad });
    expect(judged(rule, roleWith(good), { config }).status).not.toBe('fail');
  });

  const rule = 'trust-public-principal';
  const target = roleWith(trust(aws('*')));

  it('comes newest first, each once, however AWS has written it', () => {
    const rewritten = JSON.stringify(JSON.parse(GOOD), null, 2).replaceAll(`"${STS}"`, `["${STS}"]`);
    const older = trust(aws({ AWS: arn('ci') }));
    const recorded = recordedTrusts(older, GOOD, rewritten, trust(aws('*')));
    const drafts = plans(ID, { rule, target, config, recorded }) as readonly { readonly after: object }[];
    expect(drafts.map(({ after }) => after)).toEqual([{ trust: rewritten }, { trust: older }]);
  });

  it('says where it lets in others than the present one', () => {
    const narrow = roleWith(trust(irsa(exact(sa('shop:default')))));
    const former = trust(irsa(exact([sa('shop:default'), sa('shop:cart')])), aws({ AWS: arn('ci') }));
    const given = { rule: 'irsa-subject-default-service-account', target: narrow, config };
    expect(firstPlan(ID, { ...given, recorded: recordedTrusts(former) }).byPeople).toEqual([
      expect.stringMatching(/may let in others/),
    ]);
  });

  it('is found where it was folded away, unless that was another life', () => {
    const values = [{ eventId: 'old', rank: 1 as const, value: GOOD }];
    const base = {
      first: '2025-01-01T00:00:00Z',
      marks: [],
      sets: {},
      fields: { trust: { time: '2025-01-01T00:00:00Z', rank: 1 as const, values } },
    };
    expect(trustAfter(firstPlan(ID, { rule, target, config, recorded: { base } }))).toBe(GOOD);
    const reborn = roleWith(trust(aws('*')), { bornAt: '2026-01-01T00:00:00Z' });
    expect(plans(ID, { rule, target: reborn, config, recorded: { base } })).toMatch(/no former trust policy/);
  });

  it('is none of a role that had the name before', () => {
    const reborn = roleWith(trust(aws('*')), { bornAt: '2026-01-02T00:00:00Z' });
    const recorded = recordedTrusts(GOOD, trust(aws('*')));
    expect(plans(ID, { rule, target: reborn, config, recorded })).toMatch(/no former trust policy/);
  });

  it.for([
    ['names an identity that was deleted', trust(aws({ AWS: 'AROAEXAMPLEID12345678' }))],
    [
      'is longer than the quota',
      trust(irsa(exact(Array.from({ length: 60 }, (_, at) => sa(`shop:cart-${at}`))))),
    ],
    ['cannot be read', '{"Statement": 7}'],
    [
      'has two statements of one id',
      trust(...['a:b', 'a:c'].map((of) => ({ ...irsa(exact(sa(of))), Sid: 'A' }))),
    ],
  ] as const)('is left out where it %s', ([, former]) => {
    const recorded = recordedTrusts(former, trust(aws('*')));
    expect(plans(ID, { rule, target, config, recorded })).toMatch(/no former trust policy/);
  });

  it('is not put in the place of one that could not be put back', () => {
    const bad = trust(aws('*'), aws({ AWS: 'AROAEXAMPLEID12345678' }));
    const recorded = recordedTrusts(GOOD, bad);
    expect(plans(ID, { rule, target: roleWith(bad), config, recorded })).toMatch(
      /AROAEXAMPLEID12345678.*deleted/,
    );
  });

  it.for([
    [{ arn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/eks.amazonaws.com/app` }, /service-linked/],
    [{ arn: `arn:aws:iam::${ACCOUNT}:role/aws-reserved/sso.amazonaws.com/app` }, /Identity Center/],
  ] as const)("is not set on AWS's own roles", ([state, words]) => {
    const own = roleWith(trust(aws('*')), { state });
    expect(plans(ID, { rule, target: own, config, recorded: recordedTrusts(GOOD) })).toMatch(words);
  });
});

test.for([
  'restore-trust-policy',
  'restore-boundary',
  'detach-admin-policy',
  'fix-pod-identity-trust',
] as const)('%s leaves the role alone by which it would call', (id) => {
  const target = roleWith(trust(aws('*')), { state: { boundary: null } });
  const about = { resource: target as unknown as Resource, evidence: [] };
  const [rule = ''] = remediatorOf(id).rules.filter((one) => !one.endsWith('not-trusting'));
  const given = { rule, target, config, about, by: `arn:aws:iam::${ACCOUNT}:role/team/app` };
  const subject = rule === 'pod-identity-privileged-role' ? { ...given, rule: 'pod-role-privileged' } : given;
  expect(plans(id, subject)).toMatch(/by which podguard itself calls/);
});
