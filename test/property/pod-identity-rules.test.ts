import {
  answerPodIdentity,
  boxOfTexts,
  evaluate,
  exactly,
  findWitnessIn,
  podIdentityWay,
} from '@podguard/policy';
import { catalogue } from '@podguard/rules';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requestOfWitness } from '../acceptance/witness-request.ts';
import { mustParse } from '../policy/support.ts';
import { configOf, resourceOf } from '../support/states.ts';
import { CLUSTER_ARN } from '../support/trusts.ts';

const ROLE = 'arn:aws:iam::111122223333:role/app';
const TAG = 'aws:RequestTag/kubernetes-';

/** Keys that each call has, those that some have, those that none has, and those of which EKS does not say. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  'aws:SourceArn': [CLUSTER_ARN, 'arn:aws:eks:*:111122223333:cluster/*'],
  'aws:SourceAccount': ['111122223333', '444455556666'],
  [`${TAG}namespace`]: ['shop', 'shop-*', '*'],
  [`${TAG}service-account`]: ['cart', '*'],
  [`${TAG}pod-name`]: ['cart-*', '*'],
  'sts:RoleSessionName': ['eks-*', '*'],
  'aws:SourceOrgId': ['o-abcdefghij', '*'],
  'aws:PrincipalServiceName': ['pods.eks.amazonaws.com', 'ec2.amazonaws.com'],
  'aws:PrincipalTag/kubernetes-namespace': ['shop', '*'],
  'aws:RequestTag/team': ['shop', '*'],
  'aws:PrincipalType': ['AssumedRole', '*'],
  'aws:username': ['bob'],
  'aws:SourceVpc': ['vpc-1', '*'],
  'aws:ResourceTag/team': ['shop'],
};
const UNTOLD = /^aws:(SourceVpc|ResourceTag)/i;
const NEVER = /^aws:(PrincipalT|RequestTag\/team|username)/i;

const condition = fc
  .constantFrom(...Object.keys(VALUES))
  .chain((key) =>
    fc.tuple(
      fc.constantFrom('StringLike', 'StringNotLike', 'StringLikeIfExists', 'Null'),
      fc.constant(key),
      fc.constantFrom(...(VALUES[key] as readonly string[])),
    ),
  )
  .map(([operator, key, value]) => ({ [operator]: { [key]: operator === 'Null' ? 'false' : value } }));

const statement = (effect: string) =>
  fc
    .tuple(
      fc.array(condition, { maxLength: 2 }),
      fc.constantFrom(['sts:AssumeRole'], ['sts:AssumeRole', 'sts:TagSession']),
    )
    .map(([conditions, Action]) => ({
      Effect: effect,
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action,
      Condition: Object.assign({}, ...conditions) as object,
    }));

const policies = fc
  .tuple(
    fc.array(statement('Allow'), { minLength: 1, maxLength: 2 }),
    fc.array(statement('Deny'), { maxLength: 1 }),
  )
  .map(([allows, denies]) => ({ Version: '2012-10-17', Statement: [...allows, ...denies] }));

const association = (disableSessionTags: boolean) =>
  resourceOf('pod-identity-association', {
    state: {
      roleArn: ROLE,
      clusterName: 'prod',
      namespace: 'shop',
      serviceAccount: 'cart',
      disableSessionTags,
    },
  });
const roleOf = (document: object) =>
  resourceOf('iam-role', {
    state: { trust: JSON.stringify(document), boundary: null },
    sets: { policies: {}, inlinePolicies: {} },
  });
const RULES = catalogue.rules.filter(
  ({ id, resource }) => id.startsWith('pod-identity-') && resource === 'iam-role',
);
const notTrusting = catalogue.rules.find(({ id }) => id === 'pod-identity-role-not-trusting')!;
const RUNS = Number(process.env.RUNS ?? 300);

test('each witness is admitted, with nothing but what EKS Pod Identity sends', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(policies, fc.boolean(), (document, disabled) => {
      const policy = mustParse(document);
      const related = { associations: [association(disabled)], clusters: [], policies: [], namedRoles: [] };
      for (const rule of RULES) {
        const verdict = rule.evaluate(roleOf(document) as never, {
          config: configOf(),
          related: related as never,
        });
        if (verdict.status !== 'fail' || verdict.witness === undefined || verdict.witness === null) continue;
        seen.add(rule.id);
        const data = verdict.witness.request as { readonly context?: object; readonly sessionTags?: boolean };
        const request = requestOfWitness(verdict.witness.request);
        const way = podIdentityWay({ action: 'sts:AssumeRole', sessionTags: data.sessionTags !== false });
        expect(way.toPoint(request), verdict.witness.text).not.toBeNull();
        const actions =
          data.sessionTags === false ? ['sts:AssumeRole'] : ['sts:AssumeRole', 'sts:TagSession'];
        for (const action of actions)
          expect(evaluate(policy, { ...request, action }).decision, JSON.stringify(document)).toBe('allow');
        for (const key of Object.keys(data.context ?? {})) {
          expect(key).not.toMatch(UNTOLD);
          expect(key).not.toMatch(NEVER);
          expect(verdict.witness.text).toContain(`${key} "`);
        }
      }
    }),
    { numRuns: RUNS },
  );
  expect([...seen]).toEqual(
    expect.arrayContaining(['pod-identity-trust-unscoped', 'pod-identity-trust-no-cluster']),
  );
});

test('what is said of an association is what is said of the role', () => {
  const own = boxOfTexts({
    cluster: { present: exactly(CLUSTER_ARN) },
    'aws:requesttag/kubernetes-namespace': { present: exactly('shop') },
    'aws:requesttag/kubernetes-service-account': { present: exactly('cart') },
  });
  const seen = { fail: 0, pass: 0, indeterminate: 0, 'not-applicable': 0 };
  fc.assert(
    fc.property(policies, (document) => {
      const related = { role: roleOf(document), cluster: undefined } as never;
      const { status } = notTrusting.evaluate(association(false) as never, { config: configOf(), related });
      const answer = answerPodIdentity(mustParse(document));
      if (!answer.decided) throw new Error(answer.reason);
      const { kind } = findWitnessIn(answer.assume, [own]);
      seen[status] += 1;
      if (status === 'fail') expect(kind, JSON.stringify(document)).toBe('none');
      if (status === 'pass') expect(kind, JSON.stringify(document)).toBe('found');
    }),
    { numRuns: RUNS },
  );
  expect(Math.min(seen.fail, seen.pass, seen.indeterminate)).toBeGreaterThan(10);
});
