import { planMigration } from '@podguard/rules';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, REGION } from '../../support/states.ts';
import { aws, CLUSTER_ARN, ISSUER, irsa, PROVIDER, podIdentity, trust } from '../../support/trusts.ts';
import { type Admitted, admitsExactly, principalsOf, subjectsOf } from './admitted.ts';
import { role } from './plans.ts';
import {
  association,
  CLUSTERS,
  cart,
  documentOf,
  findingsWith,
  sub,
  subject,
  TEST_CLUSTER,
  TEST_ISSUER,
  TEST_PROVIDER,
} from './proofs.ts';
import { adviceInput, type Scene } from './surroundings.ts';

const ASSOCIATION = `arn:aws:eks:${REGION}:${ACCOUNT}:podidentityassociation/prod/a-1`;

describe('IRSA to EKS Pod Identity', () => {
  const cases: readonly (readonly [string, string, readonly Admitted[]])[] = [
    ['one service account', trust(irsa(sub(ISSUER, subject('shop', 'cart')))), [cart]],
    [
      'several of several namespaces, which must not become their product',
      trust(irsa(sub(ISSUER, [subject('shop', 'cart'), subject('web', 'front')]))),
      [cart, { ...cart, namespace: 'web', serviceAccount: 'front' }],
    ],
    [
      'two of one namespace',
      trust(irsa(sub(ISSUER, [subject('shop', 'cart'), subject('shop', 'pay')]))),
      [cart, { ...cart, serviceAccount: 'pay' }],
    ],
    [
      'different ones of two clusters',
      trust(
        irsa(sub(ISSUER, subject('shop', 'cart'))),
        irsa(sub(TEST_ISSUER, subject('shop', 'try')), TEST_PROVIDER),
      ),
      [cart, { cluster: TEST_CLUSTER, namespace: 'shop', serviceAccount: 'try' }],
    ],
    [
      'a single statement that is no list',
      `{"Version":"2012-10-17","Statement":${JSON.stringify({ Effect: 'Allow', ...irsa(sub(ISSUER, subject('shop', 'cart'))) })}}`,
      [cart],
    ],
    [
      'one that is trusted for other things too',
      trust(irsa(sub(ISSUER, subject('shop', 'cart'))), aws({ AWS: `arn:aws:iam::${ACCOUNT}:role/admin` })),
      [cart],
    ],
  ];

  it.for(cases)('admits exactly %s, and the old way until the end', async ([, text, pods]) => {
    const plan = planMigration(
      adviceInput({ rule: 'irsa-audience-unrestricted', resource: role(text), around: CLUSTERS }),
      'pod-identity',
    );
    expect(plan.fillIn.map(({ name }) => name.replace(/_\d+$/, ''))).not.toContain('CLUSTER');
    const during = documentOf(plan, 'trust.json');
    const after = documentOf(plan, 'trust-after.json');
    for (const one of [during, after]) expect(admitsExactly(one, pods)).toBe(true);
    for (const provider of [PROVIDER, TEST_PROVIDER]) {
      expect(subjectsOf(during, provider)).toEqual(subjectsOf(text, provider));
      expect(subjectsOf(after, provider)).toBe('none');
    }
    expect(principalsOf(after)).toEqual(principalsOf(text));
    expect(await findingsWith(after)).toEqual([]);
    expect(await findingsWith(during)).toEqual(['pod-identity-mixed-trust']);
  });

  it('keeps what is there word for word while both ways are open', () => {
    const text = trust({ ...irsa(sub(ISSUER, subject('shop', 'cart'))), Sid: 'Irsa' } as never);
    const plan = planMigration(
      adviceInput({ rule: 'irsa-audience-unrestricted', resource: role(text), around: CLUSTERS }),
      'pod-identity',
    );
    const { Statement } = JSON.parse(documentOf(plan, 'trust.json')) as { Statement: readonly object[] };
    expect(Statement[0]).toEqual((JSON.parse(text) as { Statement: readonly object[] }).Statement[0]);
    expect(Statement).toHaveLength(2);
  });

  it('says that a Deny keeps the pods out', () => {
    const text = trust(irsa(sub(ISSUER, subject('shop', 'cart'))), {
      ...podIdentity(['sts:*']),
      Effect: 'Deny',
    });
    const { notes } = planMigration(
      adviceInput({ rule: 'irsa-audience-unrestricted', resource: role(text), around: CLUSTERS }),
      'pod-identity',
    );
    expect(notes.join('\n')).toContain('A Deny in the trust policy of app keeps shop/cart out');
  });

  it('adds no statement where the trust policy lets the pods in already, and scopes what is there in the end', async () => {
    const text = trust(
      irsa(sub(ISSUER, subject('shop', 'cart'))),
      podIdentity(['sts:AssumeRole', 'sts:TagSession']),
    );
    const plan = planMigration(
      adviceInput({ rule: 'pod-identity-mixed-trust', resource: role(text), around: CLUSTERS }),
      'pod-identity',
    );
    expect(plan.steps.map(({ title }) => title)).toContain('The trust policy of app lets them in already');
    expect(subjectsOf(documentOf(plan, 'trust-after.json'), PROVIDER)).toBe('none');
    const scoped = documentOf(plan, 'trust-scoped.json');
    expect(admitsExactly(scoped, [cart])).toBe(true);
    expect(await findingsWith(scoped)).toEqual([]);
  });

  it('warns where both ways together are longer than the quota', () => {
    const many = Array.from({ length: 40 }, (_, index) => subject('shop', `service-account-number-${index}`));
    const { notes } = planMigration(
      adviceInput({
        rule: 'irsa-shared-role',
        resource: role(trust(irsa(sub(ISSUER, many)))),
        around: CLUSTERS,
      }),
      'pod-identity',
    );
    expect(notes.join('\n')).toMatch(/has \d{4} characters, and the quota is 2048/);
  });
});

describe('EKS Pod Identity to IRSA', () => {
  const text = trust(
    podIdentity(['sts:AssumeRole', 'sts:TagSession'], { ArnEquals: { 'aws:SourceArn': CLUSTER_ARN } }),
  );
  const scene = (around: Scene['around']): Scene => ({
    rule: 'pod-identity-privileged-role',
    resource: association(ASSOCIATION, cart),
    around: [role(text), ...CLUSTERS, ...(around ?? [])],
  });

  it('admits exactly the service account, and the old way until the end', async () => {
    const plan = planMigration(adviceInput(scene([])), 'irsa');
    const during = documentOf(plan, 'trust.json');
    const after = documentOf(plan, 'trust-after.json');
    for (const one of [during, after]) expect(subjectsOf(one, PROVIDER)).toEqual([subject('shop', 'cart')]);
    expect(admitsExactly(after, [])).toBe(true);
    expect(admitsExactly(during, [])).toBe(false);
    expect(await findingsWith(after)).toEqual([]);
  });

  it('leaves the old way open while another association uses the role', () => {
    const other = association(`${ASSOCIATION}2`, { ...cart, serviceAccount: 'pay' });
    const plan = planMigration(adviceInput(scene([other])), 'irsa');
    expect(() => documentOf(plan, 'trust-after.json')).toThrow('no document');
    expect(plan.notes.join('\n')).toContain(`keeps trusting EKS Pod Identity: ${ASSOCIATION}2`);
  });
});

describe('any service accounts of any namespaces and clusters', () => {
  const name = fc.constantFrom('a', 'b', 'web-1', '0', 'very-long-name');
  const account = fc.record({
    cluster: fc.constantFrom(CLUSTER_ARN, TEST_CLUSTER),
    namespace: name,
    serviceAccount: name,
  });

  it('are admitted exactly, by each method', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(account, { minLength: 1, maxLength: 8, selector: (one) => JSON.stringify(one) }),
        (pods) => {
          const of = (key: string) =>
            pods
              .filter((one) => one.cluster === key)
              .map((one) => subject(one.namespace, one.serviceAccount));
          const statements = [
            [ISSUER, CLUSTER_ARN, PROVIDER],
            [TEST_ISSUER, TEST_CLUSTER, TEST_PROVIDER],
          ].flatMap(([issuer = '', key = '', provider = '']) =>
            of(key).length === 0 ? [] : [irsa(sub(issuer, of(key)), provider)],
          );
          const text = trust(...statements);
          const there = planMigration(
            adviceInput({ rule: 'irsa-shared-role', resource: role(text), around: CLUSTERS }),
            'pod-identity',
          );
          const moved = documentOf(there, 'trust-after.json');
          expect(admitsExactly(moved, pods)).toBe(true);
          const associations = pods.map((one, index) =>
            association(
              `arn:aws:eks:${REGION}:${ACCOUNT}:podidentityassociation/${one.cluster.split('/').at(-1)}/a-${index}`,
              one,
            ),
          );
          const back = planMigration(
            adviceInput({
              rule: 'pod-identity-trust-unscoped',
              resource: role(moved),
              around: [...CLUSTERS, ...associations],
            }),
            'irsa',
          );
          const returned = documentOf(back, 'trust-after.json');
          for (const provider of [PROVIDER, TEST_PROVIDER]) {
            const sorted = [subjectsOf(returned, provider), subjectsOf(text, provider)].map((one) =>
              typeof one === 'string' ? one : [...one].sort(),
            );
            expect(sorted[0]).toEqual(sorted[1]);
          }
          expect(admitsExactly(returned, [])).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
