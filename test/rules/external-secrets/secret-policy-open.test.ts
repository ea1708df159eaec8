import { catalogue } from '@podguard/rules';
import { expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { ACCOUNT, configOf, resourceOf } from '../../support/states.ts';

const rule = ruleOf(catalogue, 'secret-policy-open');
const FOREIGN = '444455556666';
const ARN = `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:shop/database-a1B2c3`;
const allow = (principal: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'secretsmanager:GetSecretValue',
  Resource: '*',
  ...more,
});
const policy = (...statements: readonly object[]) => ({
  resourcePolicy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
});
const account = (id: string) => ({ AWS: `arn:aws:iam::${id}:root` });
const role = (id: string) => ({ AWS: `arn:aws:iam::${id}:role/reader` });
const config = { account: ACCOUNT };
const principal = 'Statement[0].Principal';

describeRule(rule, 'secret', {
  fails: [
    { name: 'everybody', neighbour: 'its own account', state: policy(allow('*')), evidence: [principal] },
    { name: 'everybody, by all actions', state: policy(allow({ AWS: '*' }, { Action: '*' })), evidence: [] },
    {
      name: "everybody, on the secret's own ARN",
      state: { ...policy(allow('*', { Resource: ARN })), arn: ARN },
      evidence: [principal],
    },
    {
      name: 'everybody, on an ARN that is its own but for the end, which is not known',
      state: policy(allow('*', { Resource: ARN })),
      evidence: [principal],
    },
    {
      name: 'everybody, on an ARN with wildcards, where its own end is not known',
      state: policy(allow('*', { Resource: `arn:aws:secretsmanager:*:*:secret:shop/*` })),
      evidence: [principal],
    },
    {
      name: 'everybody whatever their service tag, which is theirs to choose',
      state: policy(allow('*', { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'shop' } } })),
      evidence: [principal],
    },
    { name: 'an account that is not known', state: policy(allow(account(FOREIGN))), config, evidence: [] },
    {
      name: 'a role of an account that is not known, beside one that is',
      state: policy(allow(role(ACCOUNT)), allow(role(FOREIGN))),
      config,
      evidence: ['Statement[1].Principal.AWS'],
    },
    {
      name: 'all but one account',
      state: policy({
        ...allow(undefined),
        Principal: undefined,
        NotPrincipal: account(FOREIGN),
      }),
      config,
      evidence: [],
    },
  ],
  passes: [
    { name: 'no policy', state: { resourcePolicy: null } },
    { name: 'its own account', state: policy(allow(account(ACCOUNT))) },
    { name: 'a known account', state: policy(allow(role(FOREIGN))), config: { knownAccounts: [FOREIGN] } },
    {
      name: "a third party's account",
      state: policy(allow(role(FOREIGN))),
      config: { ...config, thirdPartyAccounts: [FOREIGN] },
    },
    {
      name: 'everybody of the organisation',
      state: policy(allow('*', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } } })),
      config: { ...config, knownOrganizations: ['o-abcdefghij'] },
    },
    {
      name: 'everybody through one VPC endpoint',
      state: policy(allow('*', { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0abc' } } })),
      config,
    },
    {
      name: 'everybody, of another action',
      state: policy(allow('*', { Action: 'secretsmanager:DescribeSecret' })),
    },
    {
      name: 'everybody, of another secret',
      state: { ...policy(allow('*', { Resource: ARN.replace('database', 'queue') })), arn: ARN },
    },
    {
      name: 'everybody, kept out by a Deny',
      state: policy(allow('*'), {
        ...allow('*', { Action: 'secretsmanager:*' }),
        Effect: 'Deny',
        Condition: { StringNotEquals: { 'aws:PrincipalAccount': ACCOUNT } },
      }),
      config,
    },
    { name: 'a service', state: policy(allow({ Service: 'rds.amazonaws.com' })) },
  ],
  indeterminate: [
    { name: 'the policy is not known', missing: 'resourcePolicy' },
    { name: 'no accounts are known', state: policy(allow(role(FOREIGN))), missing: 'knownAccounts' },
    { name: 'no policy', state: { resourcePolicy: '{"Statement": 1}' }, missing: 'resource policy' },
    {
      name: 'a resource with a variable',
      state: policy(allow('*', { Resource: ARN.replace('shop', `${'$'}{aws:PrincipalTag/team}`) })),
      missing: 'Resource',
    },
  ],
});

it('names who reads it', () => {
  const secret = resourceOf('secret', { state: policy(allow(role(FOREIGN))) });
  const verdict = rule.evaluate(secret as never, { config: configOf(config), related: {} as never });
  expect(verdict).toMatchObject({
    summary: `Account ${FOREIGN}, which is not known, may read ${secret.key}`,
    witness: { text: `arn:aws:sts::${FOREIGN}:assumed-role/reader/unrelated-session reads ${secret.key}` },
  });
});

it('covers what was open before', () => {
  const judged = (statement: object) => {
    const secret = resourceOf('secret', { state: policy(statement) });
    const verdict = rule.evaluate(secret as never, { config: configOf(config), related: {} as never });
    if (verdict.status !== 'fail' || verdict.witness === null) throw new Error(verdict.status);
    return verdict.witness;
  };
  const [one, everybody] = [judged(allow(role(FOREIGN))), judged(allow('*'))];
  expect(rule.covers?.(everybody, one)).toBe(true);
  expect(rule.covers?.(one, everybody)).toBe(false);
  expect(rule.covers?.(one, one)).toBe(true);
});
