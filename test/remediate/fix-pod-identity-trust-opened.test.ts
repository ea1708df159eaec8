import type { Resource } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { PODS_TRUST, roleArn } from '../inventory/account.ts';
import { aws, podIdentity, trust } from '../support/trusts.ts';
import { association, BOTH, config, ID, SCOPE } from './pod-identity-trusts.ts';
import { firstPlan, plans, recordedTrusts, remediatorOf, roleWith, trustAfter } from './role-plans.ts';

describe('a role that refuses its association', () => {
  const rule = 'pod-identity-role-not-trusting';
  const bad = trust(aws({ AWS: roleArn('ci') }));
  const own = { ...association(), bornAt: '2026-01-01T06:00:00Z' };
  const { log: [, changed] = [] } = recordedTrusts(PODS_TRUST, bad);
  const given = {
    rule,
    changed: changed === undefined ? [] : [changed],
    target: roleWith(bad),
    config,
    related: { associations: [own] },
    about: { resource: own as unknown as Resource, evidence: [] },
  };
  const added = JSON.parse(trust(aws({ AWS: roleArn('ci') }), podIdentity(BOTH, SCOPE)));

  it('lets in those whom it let in before', () => {
    const recorded = recordedTrusts(PODS_TRUST, bad);
    expect(JSON.parse(trustAfter(firstPlan(ID, { ...given, recorded })))).toEqual(added);
  });

  it('gets statements without an id, of which there may be another', () => {
    const present = trust({ ...aws({ AWS: roleArn('ci') }), Sid: 'Statement1' } as never);
    const former = trust({ ...podIdentity(BOTH), Sid: 'Statement1' } as never);
    const draft = firstPlan(ID, {
      ...given,
      target: roleWith(present),
      recorded: recordedTrusts(former, present),
    });
    expect(JSON.parse(trustAfter(draft)).Statement.map(({ Sid }: { Sid?: string }) => Sid)).toEqual([
      'Statement1',
      undefined,
    ]);
  });

  describe('is not opened, unless people insist,', () => {
    const recorded = recordedTrusts(PODS_TRUST, bad);
    it.for([
      ['because somebody made an association', {}],
      [
        'where no trust policy let pods in',
        { recorded: recordedTrusts(trust(aws({ AWS: roleArn('cd') })), bad) },
      ],
      [
        'to an association from after the change',
        { recorded, related: { associations: [{ ...own, bornAt: '2026-01-03T00:00:00Z' }] } },
      ],
      [
        'to one that had another role',
        { recorded, related: { associations: [{ ...own, former: { roleArn: [{ value: 'x', at: {} }] } }] } },
      ],
      ['where no change of the trust policy opened the finding', { recorded, changed: [] }],
      ['where nobody knows what opened it', { recorded, changed: undefined }],
    ] as const)('%s', ([, more]) => {
      expect(plans(ID, { ...given, ...more } as never)).toMatch(/may insist/);
    });
  });

  it('is opened to these pods alone where people insist', () => {
    const tags = {
      'aws:RequestTag/kubernetes-namespace': 'shop',
      'aws:RequestTag/kubernetes-service-account': 'cart',
    };
    const these = { ...SCOPE, StringEquals: { ...SCOPE.StringEquals, ...tags } };
    const draft = firstPlan(ID, { ...given, isForced: true });
    expect(JSON.parse(trustAfter(draft))).toEqual(
      JSON.parse(trust(aws({ AWS: roleArn('ci') }), podIdentity(BOTH, these))),
    );
    expect(draft.summary).toMatch(/for shop\/cart alone$/);
    expect(remediatorOf(ID).mayForce).toBe(true);
  });

  it('says whom else it is opened to where nothing tells the pods from others, and is not where that is not known', () => {
    const untagged = association({ disableSessionTags: true });
    const plan = firstPlan(ID, { ...given, isForced: true, related: { associations: [untagged] } });
    expect(JSON.parse(trustAfter(plan))).toEqual(added);
    expect(plan.summary).toMatch(/by any association of the role in it$/);
    expect(plan.mayBreak).toEqual([expect.stringMatching(/other associations of the role in the cluster/)]);
    const unknown = association({ disableSessionTags: undefined });
    expect(plans(ID, { ...given, isForced: true, related: { associations: [unknown] } })).toMatch(
      /have tags.*is not known/,
    );
  });

  it('is opened to the clusters alone that it was open to', () => {
    const former = trust(podIdentity(BOTH, SCOPE));
    const related = { associations: [own, association({}, 'dev', 'a-2')] };
    const plan = firstPlan(ID, { ...given, related, recorded: recordedTrusts(former, bad) });
    expect(JSON.parse(trustAfter(plan))).toEqual(added);
  });

  it('is opened no further than it was', () => {
    const shop = { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'shop' } };
    const former = trust(
      podIdentity(BOTH, { ...SCOPE, StringEquals: { ...SCOPE.StringEquals, ...shop.StringEquals } }),
    );
    const plan = firstPlan(ID, { ...given, recorded: recordedTrusts(former, bad) });
    expect(JSON.parse(trustAfter(plan)).Statement[1]).toEqual(JSON.parse(former).Statement[0]);
    const denied = trust(podIdentity(BOTH), {
      ...podIdentity(BOTH, { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'pay' } }),
      Effect: 'Deny',
    });
    expect(plans(ID, { ...given, recorded: recordedTrusts(denied, bad) })).toMatch(/may insist/);
  });

  it('of another account is not aimed at', () => {
    const foreign = association({ roleArn: 'arn:aws:iam::999988887777:role/app' });
    const { key, account, region, kind } = foreign;
    const target = remediatorOf(ID).target(
      { resource: { key, account, region, kind } } as never,
      foreign as never,
    );
    expect(target).toBeUndefined();
  });
});
