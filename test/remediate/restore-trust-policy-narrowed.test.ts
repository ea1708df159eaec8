import type { Resource } from '@podguard/core';
import { describe, expect, it, test } from 'vitest';
import { ACCOUNT, REGION, resourceOf } from '../support/states.ts';
import { CLUSTER_ARN, ISSUER, irsa, PROVIDER, podIdentity, trust } from '../support/trusts.ts';
import {
  AUD,
  arn,
  BAD,
  cluster,
  config,
  exact,
  GOOD,
  ID,
  like,
  OTHER_ISSUER,
  STS,
  SUB,
  sa,
} from './former-trust.ts';
import { firstPlan, judged, plans, remediatorOf, roleWith, trustAfter } from './role-plans.ts';

const used = (...names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [`web-identity ${ISSUER} ${name}`, '2026-01-03T00:00:00Z']));

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
