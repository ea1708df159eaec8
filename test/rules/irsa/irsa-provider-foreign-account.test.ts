import { catalogue } from '@podguard/rules';
import { expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import { EXACT, irsa, irsaOf, NOT_APPLICABLE, PROVIDER, role } from './policies.ts';

const rule = ruleOf(catalogue, 'irsa-provider-foreign-account');
const FOREIGN = PROVIDER.replace('111122223333', '444455556666');

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: 'a provider of another account',
      state: role(irsa(EXACT, FOREIGN)),
      evidence: ['Statement[0].Principal.Federated', 'issuer'],
    },
    {
      name: 'one of two',
      state: role(irsaOf(EXACT, PROVIDER, FOREIGN)),
      evidence: ['Statement[0].Principal.Federated[1]'],
    },
    {
      name: 'another account that is known',
      state: role(irsa(EXACT, FOREIGN)),
      config: { knownAccounts: ['444455556666'] },
      evidence: ['issuer'],
    },
  ],
  passes: [{ name: 'a provider of its own account', state: role(irsa(EXACT)) }],
  indeterminate: [{ name: 'the trust policy is not known', missing: 'trust policy' }],
  notApplicable: [...NOT_APPLICABLE, { name: 'no provider is named', state: role(irsa(EXACT, '*')) }],
});

it('is indeterminate where the account of the role is not known', () => {
  const document = {
    ...resourceOf('iam-role', { state: role(irsa(EXACT)) }),
    key: 'trust.json',
    account: '',
  };
  expect(rule.evaluate(document as never, { config: configOf(), related: {} as never })).toEqual({
    status: 'indeterminate',
    missing: ['account of the role'],
  });
});
