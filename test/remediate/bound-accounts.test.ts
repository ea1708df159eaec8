import type { Resource } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, roleArn } from '../inventory/account.ts';
import { configOf, resourceOf } from '../support/states.ts';
import { CLUSTER_ARN, ISSUER, irsa, PROVIDER, trust } from '../support/trusts.ts';
import { firstPlan, plans, recordedTrusts, roleWith, trustAfter } from './role-plans.ts';

const ID = 'restore-trust-policy';
const rule = 'irsa-subject-wildcard';
const STS = 'sts.amazonaws.com';
const WIDE = trust(
  irsa({
    StringLike: { [`${ISSUER}:sub`]: 'system:serviceaccount:shop:*' },
    StringEquals: { [`${ISSUER}:aud`]: STS },
  }),
);
const CART = trust(
  irsa({
    StringEquals: { [`${ISSUER}:aud`]: STS, [`${ISSUER}:sub`]: 'system:serviceaccount:shop:cart' },
  }),
);
const BEFORE = '2026-01-03T00:00:00Z';
const OPENED = '2026-01-05T00:00:00Z';
const LATER = '2026-01-06T00:00:00Z';
const config = configOf({ account: ACCOUNT, events: ['activity'] });
const cluster = { ...resourceOf('eks-cluster', { state: { issuer: ISSUER } }), key: CLUSTER_ARN };
const used = (name: string, at: string) => ({ [`web-identity ${ISSUER} ${name}`]: at });
const target = roleWith(WIDE, { uses: used('shop/cart', BEFORE) });
const given = { rule, target, config, openedAt: OPENED } as const;

const association = (before: readonly string[] = []) =>
  resourceOf('pod-identity-association', {
    before: before.map((roleArn) => ({ roleArn })),
    state: { namespace: 'shop', serviceAccount: 'evil', roleArn: roleArn('app') },
  });
const account = (name: string, before: readonly string[] = []) =>
  ({
    ...resourceOf('k8s-service-account', {
      before: before.map((roleArn) => ({ roleArn })),
      state: { namespace: 'shop', name, roleArn: roleArn('app') },
      bornAt: null,
    }),
    key: `${CLUSTER_ARN}#ServiceAccount/shop/${name}`,
  }) as Resource<'k8s-service-account'>;

describe('of those that are bound only', () => {
  it.for([
    ['by an association from after the finding', { associations: [{ ...association(), bornAt: LATER }] }],
    ['by an association that had another role before', { associations: [association([roleArn('other')])] }],
    [
      'by an annotation that was seen after the finding',
      { serviceAccounts: [{ ...account('evil'), knownSince: LATER }] },
    ],
    [
      'by an annotation that named another role before',
      { serviceAccounts: [account('evil', [roleArn('other')])] },
    ],
    [
      'by an annotation of one that had the name of another',
      { serviceAccounts: [{ ...account('evil'), earlier: {} }] },
    ],
  ] as const)('%s none is named', ([, late]) => {
    const related = { clusters: [cluster], ...late } as object;
    const draft = firstPlan(ID, { ...given, related });
    expect(JSON.parse(trustAfter(draft))).toEqual(JSON.parse(CART));
    expect(draft.facts?.join(' ')).toMatch(/Left out: \S+ shop\/evil/);
    expect(plans(ID, { ...given, target: roleWith(WIDE), related })).toMatch(
      /no service account is known to be bound.*Left out: \S+ shop\/evil/,
    );
  });

  it('by what was there before the finding all are named', () => {
    const related = { clusters: [cluster], associations: [association()], serviceAccounts: [account('pay')] };
    const after = trustAfter(firstPlan(ID, { ...given, target: roleWith(WIDE), related }));
    expect(after).toMatch(/shop:evil.*shop:pay/);
  });

  it('since the finding got worse none is named, though the role was made open', () => {
    const born = {
      ...roleWith(WIDE, { uses: { ...used('shop/cart', BEFORE), ...used('shop/evil', LATER) } }),
    };
    const open = {
      ...given,
      target: { ...born, bornAt: '2026-01-02T00:00:00Z' },
      openedAt: '2026-01-02T00:00:00Z',
    };
    expect(JSON.parse(trustAfter(firstPlan(ID, { ...open, worsenedAt: OPENED })))).toEqual(JSON.parse(CART));
    expect(trustAfter(firstPlan(ID, open))).toMatch(/shop:evil/);
  });

  it('since a change let them in none is named, though the finding is older', () => {
    const narrow = WIDE.replace('shop:*', 'shop:c*');
    const uses = { ...used('shop/cart', BEFORE), ...used('shop/evil', LATER) };
    const open = {
      ...given,
      target: { ...roleWith(WIDE, { uses }), bornAt: '2026-01-01T00:00:00Z' },
      openedAt: '2026-01-01T00:00:00Z',
      recorded: recordedTrusts(narrow, narrow, narrow, narrow, WIDE),
    };
    const drafts = plans(ID, open);
    if (typeof drafts === 'string') throw new Error(drafts);
    const narrowed = drafts.find(({ summary }) => summary.startsWith('Let exactly'));
    expect(narrowed?.facts?.join(' ')).toMatch(/Stays let in: \S+ shop\/cart.*Left out: \S+ shop\/evil/);
  });
});

describe('a trust policy is not narrowed', () => {
  const related = { clusters: [cluster], serviceAccounts: [account('cart')] };
  const silent = configOf({ account: ACCOUNT });

  it('where nothing tells who uses the role', () => {
    expect(plans(ID, { ...given, config: silent })).toMatch(
      /who uses the role by \S+ is not told.*events: activity/,
    );
    const associated = { clusters: [cluster], associations: [association()] };
    const reading = configOf({ account: ACCOUNT, clusterReading: true });
    expect(plans(ID, { ...given, config: reading, related: associated })).toMatch(/is not told/);
    expect(plans(ID, { ...given, config: silent, related })).toMatch(/is not told/);
    expect(trustAfter(firstPlan(ID, { ...given, config: reading, related }))).toMatch(/shop:cart/);
  });

  it('where the role was taken with tokens for another audience', () => {
    const uses = {
      ...used('shop/cart', BEFORE),
      [`web-identity-audience ${ISSUER} internal`]: BEFORE,
    };
    expect(plans(ID, { ...given, target: roleWith(WIDE, { uses }) })).toMatch(/tokens of \S+ for internal/);
  });

  it('where the provider accepts no tokens for STS', () => {
    const provider = (id: string) => ({
      ...resourceOf('oidc-provider', { sets: { clientIds: { [id]: true } } }),
      key: PROVIDER,
    });
    expect(plans(ID, { ...given, related: { providers: [provider('internal')] } })).toMatch(
      /accepts no token for STS/,
    );
    expect(trustAfter(firstPlan(ID, { ...given, related: { providers: [provider(STS)] } }))).toMatch(
      /shop:cart/,
    );
  });
});
