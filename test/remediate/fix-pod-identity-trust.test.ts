import type { Resource } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, PODS_TRUST, REGION, roleArn } from '../inventory/account.ts';
import { configOf } from '../support/states.ts';
import { aws, CLUSTER_ARN, ISSUER, irsa, podIdentity, trust } from '../support/trusts.ts';
import { association, BOTH, config, ID, mended, SCOPE } from './pod-identity-trusts.ts';
import { firstPlan, plans, roleWith, trustAfter } from './role-plans.ts';

const OTHER_CLUSTER = CLUSTER_ARN.replace('/prod', '/dev');

describe('sts:TagSession', () => {
  const rule = 'pod-identity-tag-session-missing';

  it('is added alone', () => {
    const bad = trust(podIdentity(['sts:AssumeRole']));
    expect(mended(rule, bad, [association()])).toEqual(JSON.parse(trust(podIdentity(BOTH))));
    const scoped = trust(podIdentity(['sts:AssumeRole'], SCOPE));
    expect(mended(rule, scoped, [association()])).toEqual(JSON.parse(trust(podIdentity(BOTH, SCOPE))));
  });

  it('is added with the clusters of the associations where it would open a finding alone', () => {
    const bad = trust(podIdentity(['sts:AssumeRole']));
    const related = { associations: [association(), association({}, 'dev')] };
    const [, scoped, ...others] = plans(ID, { rule, target: roleWith(bad), related, config });
    if (typeof scoped !== 'object') throw new Error(String(scoped));
    const ArnEquals = { 'aws:SourceArn': [OTHER_CLUSTER, CLUSTER_ARN] };
    expect(JSON.parse(trustAfter(scoped))).toEqual(
      JSON.parse(trust(podIdentity(BOTH, { ...SCOPE, ArnEquals }))),
    );
    expect(scoped.byPeople).toEqual([expect.stringMatching(/all associations/)]);
    expect(others).toEqual([]);
  });

  it('never takes the place of a condition by one that reaches further', () => {
    const west = CLUSTER_ARN.replace(REGION, 'eu-west-1').replace('/prod', '/*');
    const bad = trust(podIdentity(['sts:AssumeRole'], { ArnEquals: { 'aws:SourceArn': west } }));
    const own = association();
    const inWest = { ...own, key: own.key.replace(REGION, 'eu-west-1') };
    const related = { associations: [inWest, association({}, 'dev')] };
    const drafts = plans(ID, { rule, target: roleWith(bad), related, config });
    if (typeof drafts === 'string') throw new Error(drafts);
    expect(drafts.map((draft) => JSON.parse(trustAfter(draft)))).toEqual([
      JSON.parse(trust(podIdentity(BOTH, { ArnEquals: { 'aws:SourceArn': west } }))),
    ]);
  });

  it('is given to nobody else of the statement', () => {
    const shared = {
      ...podIdentity(['sts:AssumeRole']),
      Sid: 'Both',
      Principal: { Service: ['ec2.amazonaws.com', 'pods.eks.amazonaws.com'], AWS: roleArn('ci') },
    };
    const { Sid, Effect } = { Sid: 'Both', Effect: 'Allow' };
    expect(mended(rule, trust(shared), [association()]).Statement).toEqual([
      {
        Effect,
        Sid,
        Principal: { Service: 'ec2.amazonaws.com', AWS: roleArn('ci') },
        Action: ['sts:AssumeRole'],
      },
      { Effect, Principal: { Service: 'pods.eks.amazonaws.com' }, Action: BOTH },
    ]);
  });

  it('is not added where a pattern holds it, or no action is named', () => {
    const bad = trust(podIdentity(['sts:AssumeRole']), {
      ...podIdentity(['sts:TagSession']),
      Effect: 'Deny',
    });
    const tagged = bad.replace('["sts:AssumeRole"]', '["sts:AssumeRole","sts:Tag*"]');
    expect(plans(ID, { rule, target: roleWith(tagged), config })).toMatch(/no statement allows/);
  });
});

describe('conditions on the cluster', () => {
  it.for(['pod-identity-trust-unscoped', 'pod-identity-trust-no-cluster'])('end %s', (rule) => {
    const open = rule.endsWith('cluster')
      ? podIdentity(BOTH, { StringEquals: { 'aws:RequestTag/kubernetes-namespace': 'shop' } })
      : podIdentity(BOTH);
    const statement = mended(rule, trust(open), [association()]).Statement[0];
    expect(statement.Condition.ArnEquals).toEqual(SCOPE.ArnEquals);
    expect(statement.Condition.StringEquals).toEqual({
      ...(open.Condition as typeof SCOPE | undefined)?.StringEquals,
      ...SCOPE.StringEquals,
    });
  });

  const rule = 'pod-identity-trust-unscoped';

  it('hold for associations that disable session tags, too', () => {
    const fixed = mended(rule, trust(podIdentity(BOTH)), [association({ disableSessionTags: true })]);
    expect(fixed).toEqual(JSON.parse(trust(podIdentity(BOTH, SCOPE))));
  });

  it('leave statements of others, and those that have them', () => {
    const others = [
      aws({ AWS: roleArn('ci') }),
      irsa({ StringEquals: { [`${ISSUER}:sub`]: 'system:serviceaccount:a:b' } }),
    ];
    const dev = podIdentity(BOTH, { ArnEquals: { 'aws:SourceArn': OTHER_CLUSTER } });
    const fixed = mended(rule, trust(...others, dev, podIdentity(BOTH)), [association()]);
    expect(fixed).toEqual(JSON.parse(trust(...others, dev, podIdentity(BOTH, SCOPE))));
  });

  it('are not guessed where no association is known, or none from before the finding', () => {
    expect(plans(ID, { rule, target: roleWith(PODS_TRUST), config })).toMatch(/which clusters it is for/);
    const late = { ...association({}, 'dev', 'a-2'), bornAt: '2026-01-06T00:00:00Z' };
    const given = { rule, target: roleWith(PODS_TRUST), config, openedAt: '2026-01-05T00:00:00Z' };
    expect(plans(ID, { ...given, related: { associations: [late] } })).toMatch(/which clusters it is for/);
    const draft = firstPlan(ID, { ...given, related: { associations: [association(), late] } });
    expect(JSON.parse(trustAfter(draft))).toEqual(JSON.parse(trust(podIdentity(BOTH, SCOPE))));
    expect(draft.facts).toContain(
      `Left out: ${OTHER_CLUSTER}, whose associations are not known from before the finding.`,
    );
  });

  it('are for people: others may have the role that nobody recorded', () => {
    const draft = firstPlan(ID, {
      rule,
      target: roleWith(PODS_TRUST),
      config,
      related: { associations: [association()] },
    });
    expect(draft.byPeople).toEqual([expect.stringMatching(/is not known: others would lose it/)]);
  });

  it('are not set where the policy would be longer than the quota', () => {
    const short = configOf({ account: ACCOUNT, limits: { trustPolicyLength: 200 } });
    const related = { associations: [association()] };
    expect(plans(ID, { rule, target: roleWith(PODS_TRUST), related, config: short })).toMatch(
      /could not be stored: it has \d+ characters, more than the quota of 200/,
    );
  });

  it('never reach further than those that they take the place of', () => {
    const elsewhere = podIdentity(BOTH, {
      ArnEquals: { 'aws:SourceArn': 'arn:aws:eks:us-east-1:*:cluster/*' },
    });
    const given = {
      rule: 'pod-identity-trust-no-cluster',
      target: roleWith(trust(podIdentity(BOTH))),
      config,
    };
    expect(plans(ID, { ...given, related: { associations: [association()] } })).toHaveLength(1);
    const target = roleWith(trust(elsewhere));
    const about = { resource: target as unknown as Resource, evidence: [] };
    expect(plans(ID, { ...given, target, about, related: { associations: [association()] } })).toMatch(
      /could not be shown/,
    );
  });
});
