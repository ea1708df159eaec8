import type { Verdict } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { expect, test } from 'vitest';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf, type StateInput } from '../../support/states.ts';

const RULES = ['oidc-provider-unknown-issuer', 'oidc-provider-orphaned', 'oidc-provider-extra-audience'];

function judge(id: string, key: string, input: StateInput<'oidc-provider'> = {}): Verdict {
  const provider = { ...resourceOf('oidc-provider', input), key };
  const related = { clusters: [], roles: [] } as never;
  return ruleOf(catalogue, id).evaluate(provider as never, { config: configOf(), related });
}

test.for(RULES)('%s leaves the providers of others alone', (id) => {
  const key = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
  expect(judge(id, key)).toMatchObject({ status: 'not-applicable' });
  expect(judge(id, 'provider.json')).toMatchObject({ status: 'not-applicable' });
});

test("China's own audience is meant in China", () => {
  const key = 'arn:aws-cn:iam::111122223333:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/ABCDEF';
  const sets = { clientIds: { 'sts.amazonaws.com.cn': true } };
  expect(judge('oidc-provider-extra-audience', key, { sets })).toEqual({ status: 'pass' });
});
