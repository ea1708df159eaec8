import type { Resource } from '@podguard/core';
import { describe, expect, it, test } from 'vitest';
import { ACCOUNT, PODS_TRUST, REGION, roleArn } from '../inventory/account.ts';
import { configOf, resourceOf } from '../support/states.ts';
import { aws, CLUSTER_ARN, ISSUER, irsa, podIdentity, trust } from '../support/trusts.ts';
import {
  firstPlan,
  judged,
  plans,
  recordedTrusts,
  remediatorOf,
  roleWith,
  trustAfter,
} from './role-plans.ts';
import { APP, later, mendAndBack, openFinding, setTrust, startRoleWorld, trustOf } from './role-world.ts';

const ID = 'fix-pod-identity-trust';
const BOTH = ['sts:AssumeRole', 'sts:TagSession'];
const SCOPE = {
  StringEquals: { 'aws:SourceAccount': ACCOUNT },
  ArnEquals: { 'aws:SourceArn': CLUSTER_ARN },
};
const config = configOf({ account: ACCOUNT });
const association = (state: object = {}, cluster = 'prod', id = 'a-1') =>
  ({
    ...resourceOf('pod-identity-association', {
      state: {
        namespace: 'shop',
        serviceAccount: 'cart',
        clusterName: cluster,
        roleArn: APP,
        disableSessionTags: false,
        ...state,
      },
    }),
    key: `arn:aws:eks:${REGION}:${ACCOUNT}:podidentityassociation/${cluster}/${id}`,
  }) as Resource<'pod-identity-association'>;
const OTHER_CLUSTER = CLUSTER_ARN.replace('/prod', '/dev');

function mended(rule: string, text: string, associations: readonly Resource<'pod-identity-association'>[]) {
  const related = { associations };
  const changed = trustAfter(firstPlan(ID, { rule, target: roleWith(text), related, config }));
  expect(judged(rule, roleWith(changed), { related, config }).status).toBe('pass');
  return JSON.parse(changed);
}

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

async function associated(document: string) {
  const world = await startRoleWorld(document);
  await world.eks.createCluster({ name: 'prod', roleArn: roleArn('eks'), resourcesVpcConfig: {} });
  const { association: made } = await world.eks.createPodIdentityAssociation({
    clusterName: 'prod',
    namespace: 'shop',
    serviceAccount: 'cart',
    roleArn: APP,
  });
  await later(world);
  return { world, key: made?.associationArn ?? '' };
}

describe('in an account', () => {
  test('a trust policy without sts:TagSession gets it, and loses it when undone', async () => {
    const { world } = await associated(trust(podIdentity(['sts:AssumeRole'])));
    const finding = await openFinding(world, 'pod-identity-tag-session-missing');
    const { remediation, mended } = await mendAndBack(world, finding, () => trustOf(world));
    expect(mended).toEqual(JSON.parse(trust(podIdentity(BOTH))));
    expect(remediation.plan?.ends).toContain(finding.id);
  });

  test('a trust policy for any cluster is kept to that of the association', async () => {
    const { world } = await associated(PODS_TRUST);
    const finding = await openFinding(world, 'pod-identity-trust-unscoped');
    const { mended } = await mendAndBack(world, finding, () => trustOf(world));
    expect(mended).toEqual(JSON.parse(trust(podIdentity(BOTH, SCOPE))));
  });

  test('a trust policy that lost EKS Pod Identity gets it again, and no two statements one id', async () => {
    const [former, present] = [podIdentity(BOTH), aws({ AWS: roleArn('ci') })].map((statement) => ({
      ...statement,
      Sid: 'Statement1',
    }));
    const { world, key } = await associated(trust(former as never));
    const twice = { RoleName: 'app', PolicyDocument: trust(present as never, former as never) };
    await expect(world.iam.updateAssumeRolePolicy(twice)).rejects.toThrow(/must be unique/);
    await setTrust(world, trust(present as never));
    const finding = await openFinding(world, 'pod-identity-role-not-trusting', key);
    const { mended } = await mendAndBack(world, finding, () => trustOf(world));
    expect(mended).toEqual(JSON.parse(trust(present as never, podIdentity(BOTH, SCOPE))));
  });

  test('a role that never trusted EKS Pod Identity is opened to nobody without a person who insists', async () => {
    const { world, key } = await associated(trust(aws({ AWS: roleArn('ci') })));
    const finding = await openFinding(world, 'pod-identity-role-not-trusting', key);
    const { refusal, remediation } = await world.previewOf(finding);
    expect(`${refusal} ${remediation.history.at(-1)?.note}`).toMatch(/may insist/);
  });
});
