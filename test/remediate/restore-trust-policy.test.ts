import type { Resource } from '@podguard/core';
import { describe, expect, it, test } from 'vitest';
import { ACCOUNT, configOf, REGION, resourceOf } from '../support/states.ts';
import { aws, CLUSTER_ARN, ISSUER, irsa, PROVIDER, podIdentity, trust } from '../support/trusts.ts';
import {
  firstPlan,
  judged,
  plans,
  recordedTrusts,
  remediatorOf,
  roleWith,
  trustAfter,
} from './role-plans.ts';

const ID = 'restore-trust-policy';
const SUB = `${ISSUER}:sub`;
const AUD = `${ISSUER}:aud`;
const STS = 'sts.amazonaws.com';
const sa = (name: string) => `system:serviceaccount:${name}`;
const exact = (subject: string | readonly string[]) => ({ StringEquals: { [SUB]: subject, [AUD]: STS } });
const like = (subject: string) => ({ StringLike: { [SUB]: subject }, StringEquals: { [AUD]: STS } });
const GOOD = trust(irsa(exact(sa('shop:cart'))));
const FOREIGN = '999988887777';
const OTHER_ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/FEDCBA';
const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const config = configOf({
  account: ACCOUNT,
  knownAccounts: [ACCOUNT],
  thirdPartyAccounts: ['444455556666'],
  events: ['activity'],
});
const cluster = { ...resourceOf('eks-cluster', { state: { issuer: ISSUER } }), key: CLUSTER_ARN };
const provider = (gone: boolean) =>
  ({
    ...resourceOf('oidc-provider', { gone, sets: { clientIds: { [STS]: true } } }),
    key: PROVIDER,
  }) as const;
const used = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [`web-identity ${ISSUER} ${name}`, '2026-01-03T00:00:00Z']));

interface Bad {
  readonly rule: string;
  readonly bad: string;
  readonly good?: string;
  readonly related?: object;
}

const BAD: readonly Bad[] = [
  { rule: 'irsa-audience-unrestricted', bad: trust(irsa({ StringEquals: { [SUB]: sa('shop:cart') } })) },
  { rule: 'irsa-condition-never-matches', bad: trust(irsa(exact(sa('shop:*')))) },
  {
    rule: 'irsa-condition-vacuous',
    bad: trust(irsa({ ...exact(sa('shop:cart')), Null: { [SUB]: 'false' } })),
  },
  {
    rule: 'irsa-issuer-mismatch',
    bad: trust(irsa({ StringEquals: { [`${OTHER_ISSUER}:sub`]: sa('shop:cart'), [AUD]: STS } })),
  },
  {
    rule: 'irsa-provider-foreign-account',
    bad: trust(irsa(exact(sa('shop:cart')), PROVIDER.replace(ACCOUNT, FOREIGN))),
  },
  {
    rule: 'irsa-provider-unknown',
    bad: trust(
      irsa({ StringEquals: { [`${OTHER_ISSUER}:sub`]: sa('a:b') } }, PROVIDER.replace(ISSUER, OTHER_ISSUER)),
    ),
    related: { clusters: [cluster], clustersEver: [cluster], providers: [provider(false)] },
  },
  { rule: 'irsa-provider-wildcard', bad: trust(irsa(undefined, '*')) },
  { rule: 'irsa-subject-default-service-account', bad: trust(irsa(exact(sa('shop:default')))) },
  { rule: 'irsa-subject-unrestricted', bad: trust(irsa({ StringEquals: { [AUD]: STS } })) },
  { rule: 'irsa-subject-wildcard', bad: trust(irsa(like(sa('shop:*')))) },
  {
    rule: 'legacy-pod-role-trusts-node',
    bad: trust(aws({ AWS: arn('node') })),
    related: {
      trustedRoles: [{ missing: arn('node') }],
      trustedNodegroups: [resourceOf('eks-nodegroup', { state: { nodeRole: arn('node') } })],
    },
  },
  { rule: 'trust-account-root', bad: trust(aws({ AWS: ACCOUNT })), good: trust(aws({ AWS: arn('ci') })) },
  { rule: 'trust-external-id-missing', bad: trust(aws({ AWS: '444455556666' })) },
  { rule: 'trust-foreign-account', bad: trust(aws({ AWS: FOREIGN })), good: trust(aws({ AWS: arn('ci') })) },
  {
    rule: 'trust-not-principal',
    bad: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', NotPrincipal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' }],
    }),
  },
  { rule: 'trust-public-principal', bad: trust(aws('*')) },
  {
    rule: 'trust-roles-anywhere-open',
    bad: trust({ Principal: { Service: 'rolesanywhere.amazonaws.com' }, Action: 'sts:AssumeRole' }),
  },
];

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

describe('the narrowed trust policy', () => {
  const rule = 'irsa-subject-wildcard';
  const wide = trust(irsa(like(sa('shop:*'))));
  const narrowed = (text: string, uses: readonly string[], more: object = {}): string =>
    trustAfter(firstPlan(ID, { rule, target: roleWith(text, { uses: used(...uses) }), config, ...more }));
  const association = (namespace: string, serviceAccount: string) =>
    resourceOf('pod-identity-association', { state: { namespace, serviceAccount, roleArn: arn('app') } });
  const account = (namespace: string, name: string) =>
    ({
      ...resourceOf('k8s-service-account', { state: { namespace, name, roleArn: arn('app') } }),
      key: `${CLUSTER_ARN}#ServiceAccount/${namespace}/${name}`,
    }) as Resource<'k8s-service-account'>;

  it('names those that were seen using the role', () => {
    expect(JSON.parse(narrowed(wide, ['shop/cart', 'shop/pay']))).toEqual(
      JSON.parse(trust(irsa(exact([sa('shop:cart'), sa('shop:pay')])))),
    );
  });

  it('names those whose annotation or association names the role', () => {
    const related = {
      clusters: [cluster],
      associations: [association('shop', 'old')],
      serviceAccounts: [account('shop', 'cart')],
    };
    expect(JSON.parse(narrowed(wide, [], { related }))).toEqual(
      JSON.parse(trust(irsa(exact([sa('shop:cart'), sa('shop:old')])))),
    );
  });

  it('lets nobody in who was not let in before', () => {
    expect(JSON.parse(narrowed(wide, ['shop/cart', 'pay/job']))).toEqual(
      JSON.parse(trust(irsa(exact(sa('shop:cart'))))),
    );
  });

  it('leaves other statements, each Deny and other conditions as they are', () => {
    const pods = podIdentity(['sts:AssumeRole', 'sts:TagSession']);
    const deny = {
      Effect: 'Deny',
      ...irsa({ StringEquals: { [SUB]: sa('shop:evil') } }),
      Sid: 'Evil',
    } as const;
    const ip = { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } };
    const before = trust({ ...irsa({ ...like(sa('shop:*')), ...ip }), Sid: 'Pods' } as never, pods, deny);
    const after = JSON.parse(narrowed(before, ['shop/cart']));
    const [first, ...others] = JSON.parse(before).Statement;
    expect(after.Statement).toEqual([
      { ...first, Condition: { ...ip, ...exact(sa('shop:cart')) } },
      ...others,
    ]);
  });

  it('parts those that share a statement, and leaves others in it', () => {
    const both = { ...irsa(like(sa('shop:*'))), Principal: { Federated: PROVIDER, AWS: arn('ci') } };
    const action = ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity'];
    const before = trust({
      ...both,
      Action: action,
      Condition: { StringLikeIfExists: { [SUB]: sa('shop:*') } },
    });
    const after = JSON.parse(narrowed(before, ['shop/cart']));
    const [whole] = JSON.parse(before).Statement;
    expect(after.Statement).toEqual([
      { ...whole, Principal: { AWS: arn('ci') } },
      JSON.parse(trust(irsa(exact(sa('shop:cart'))))).Statement[0],
    ]);
  });

  it('leaves a statement of another cluster that has no fault', () => {
    const other = {
      StringEquals: { [`${OTHER_ISSUER}:sub`]: sa('a:b'), [`${OTHER_ISSUER}:aud`]: STS },
    };
    const fine = irsa(other, PROVIDER.replace(ISSUER, OTHER_ISSUER));
    const after = JSON.parse(narrowed(trust(irsa(like(sa('shop:*'))), fine), ['shop/cart']));
    expect(after).toEqual(JSON.parse(trust(irsa(exact(sa('shop:cart'))), fine)));
  });

  it('leaves the statements of providers that are no cluster', () => {
    const arnOf = (of: string) => `arn:aws:iam::${ACCOUNT}:${of}`;
    const others = [
      irsa(
        { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:x/y:*' } },
        arnOf('oidc-provider/token.actions.githubusercontent.com'),
      ),
      { Principal: { Federated: arnOf('saml-provider/corp') }, Action: 'sts:AssumeRoleWithSAML' },
    ];
    const after = JSON.parse(narrowed(trust(irsa(like(sa('shop:*'))), ...others), ['shop/cart']));
    expect(after).toEqual(JSON.parse(trust(irsa(exact(sa('shop:cart'))), ...others)));
  });

  it('names in each statement those that it let in', () => {
    const fine = irsa(exact(sa('pay:job')));
    const after = JSON.parse(narrowed(trust(irsa(like(sa('shop:*'))), fine), ['shop/cart', 'pay/job']));
    expect(after).toEqual(JSON.parse(trust(irsa(exact(sa('shop:cart'))), fine)));
  });

  it('names both audiences of STS in China, where both were let in', () => {
    const china = PROVIDER.replace('arn:aws:', 'arn:aws-cn:');
    const before = trust(irsa({ StringLike: { [SUB]: sa('shop:*') } }, china));
    const [statement] = JSON.parse(narrowed(before, ['shop/cart'])).Statement;
    expect(statement.Condition.StringEquals).toEqual({ [SUB]: sa('shop:cart'), [AUD]: [STS, `${STS}.cn`] });
  });

  it('names the provider of those that came by any', () => {
    const target = roleWith(trust(irsa(undefined, '*')), { uses: used('shop/cart') });
    const draft = firstPlan(ID, { rule: 'irsa-provider-wildcard', target, config });
    expect(JSON.parse(trustAfter(draft))).toEqual(JSON.parse(GOOD));
  });

  it.for(['irsa-subject-unrestricted', 'irsa-audience-unrestricted', 'irsa-subject-default-service-account'])(
    'ends %s',
    (id) => {
      const both = trust(irsa(exact([sa('shop:default'), sa('shop:cart')])));
      const bad = BAD.find((one) => one.rule === id)?.bad ?? '';
      const text = id === 'irsa-subject-default-service-account' ? both : bad;
      const target = roleWith(text, { uses: used('shop/cart') });
      const after = trustAfter(firstPlan(ID, { rule: id, target, config }));
      expect(JSON.parse(after)).toEqual(JSON.parse(GOOD));
      expect(judged(id, roleWith(after), { config }).status).toBe('pass');
    },
  );

  describe('is not made', () => {
    test.for([
      [
        'where nothing is known to be bound',
        wide,
        {},
        /no service account is known to be bound.*AssumeRoleWithWebIdentity/,
      ],
      ['where those that are bound are not let in', wide, used('pay/job'), /lets in none of those/],
      [
        'where more were seen than are kept',
        wide,
        used(...Array.from({ length: 20 }, (_, at) => `shop/job-${at}`)),
        /more service accounts were seen/,
      ],
      [
        'longer than the quota',
        wide,
        used(...Array.from({ length: 19 }, (_, at) => `shop/${'very-'.repeat(20)}long-${at}`)),
        /cannot be stored: it has \d+ characters/,
      ],
    ] as const)('%s', ([, text, uses, words]) => {
      expect(plans(ID, { rule, target: roleWith(text, { uses }), config })).toMatch(words);
    });

    test('of clusters whose issuer is not known', () => {
      const related = { clusters: [], serviceAccounts: [account('shop', 'cart')] };
      expect(plans(ID, { rule, target: roleWith(wide), config, related })).toMatch(
        /the issuer of \S+cluster\/prod, where some are bound, is not known/,
      );
    });

    test('for those that came only after they had been let in', () => {
      const target = roleWith(wide, {
        uses: { ...used('shop/cart'), [`web-identity ${ISSUER} shop/evil`]: '2026-02-01T00:00:00Z' },
      });
      const given = {
        rule,
        target: { ...target, knownSince: '2025-01-01T00:00:00Z' },
        config,
        openedAt: '2026-01-31T00:00:00Z',
      };
      const draft = firstPlan(ID, given);
      expect(JSON.parse(trustAfter(draft))).toEqual(JSON.parse(GOOD));
      expect(draft.facts?.join(' ')).toMatch(/Left out: \S+ shop\/evil/);
    });
  });

  it('needs a region and an account for its grant alone', () => {
    const [grant] = remediatorOf(ID).grants;
    expect(grant?.resources({ partition: 'aws', account: ACCOUNT })).toEqual([
      `arn:aws:iam::${ACCOUNT}:role/*`,
    ]);
    expect(REGION).not.toBe('us-east-1');
    expect(
      firstPlan(ID, { rule, target: roleWith(wide, { uses: used('shop/cart') }), config }).steps[0]?.region,
    ).toBe('us-east-1');
  });
});
