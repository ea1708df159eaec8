import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import {
  AUD,
  account,
  beyondBound,
  EXACT,
  GITHUB,
  irsa,
  irsaOf,
  NOT_APPLICABLE,
  OTHER,
  OTHER_EXACT,
  OTHER_ISSUER,
  PROVIDER,
  role,
  STS,
  SUB,
} from './policies.ts';

const THEIRS = `${OTHER_ISSUER}:sub`;
const BOTH = [PROVIDER, OTHER] as const;

describeRule(ruleOf(catalogue, 'irsa-issuer-mismatch'), 'iam-role', {
  fails: [
    {
      name: 'the subject of another issuer',
      state: role(irsa({ StringEquals: { [THEIRS]: account('shop:cart'), [AUD]: STS } })),
      evidence: [`Statement[0].Condition.StringEquals["${THEIRS}"]`, 'issuer'],
    },
    {
      name: 'subject and audience of another issuer, beside a statement that works',
      state: role(irsa(EXACT), irsa(OTHER_EXACT)),
      evidence: [`Statement[1].Condition.StringEquals["${THEIRS}"]`],
    },
    {
      name: 'the subject of another issuer has to be there',
      state: role(irsa({ Null: { [THEIRS]: 'false' } })),
      evidence: [`Statement[0].Condition.Null["${THEIRS}"]`],
    },
    {
      name: 'two providers of which one gets in',
      state: role(irsaOf(EXACT, ...BOTH)),
      severity: 'low',
      evidence: [`Statement[0].Condition.StringEquals["${SUB}"]`],
    },
    {
      name: "the keys of a pipeline's provider that is listed too",
      state: role(
        irsaOf({ StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:x/y:*' } }, GITHUB, PROVIDER),
      ),
      severity: 'low',
      evidence: ['issuer'],
    },
    {
      name: 'a provider that gets in nowhere weighs more than one of two',
      state: role(
        irsaOf(EXACT, ...BOTH),
        irsa({ StringEquals: { 'oidc.example.com:sub': account('a:b') } }, OTHER),
      ),
      evidence: ['Statement[1].Condition.StringEquals["oidc.example.com:sub"]'],
    },
  ],
  passes: [
    { name: 'the policy of the EKS guide', state: role(irsa(EXACT)) },
    { name: 'a statement for each cluster', state: role(irsa(EXACT), irsa(OTHER_EXACT, OTHER)) },
    {
      name: 'two providers and a statement for each',
      state: role(irsaOf(EXACT, ...BOTH), irsaOf(OTHER_EXACT, ...BOTH)),
    },
    {
      name: "another issuer's subject where it is: the role is open, which another rule reports",
      state: role(irsa({ StringEqualsIfExists: { [THEIRS]: account('shop:cart') } })),
    },
    {
      name: "only the audience is another issuer's",
      state: role(irsa({ StringEquals: { [SUB]: account('shop:cart'), [`${OTHER_ISSUER}:aud`]: STS } })),
    },
    {
      name: 'both subjects at once',
      state: role(irsa({ StringEquals: { [SUB]: account('a:b'), [THEIRS]: account('a:b') } })),
    },
    {
      name: 'a wildcard under StringEquals',
      state: role(irsa({ StringEquals: { [SUB]: account('shop:*') } })),
    },
  ],
  indeterminate: [
    { name: 'the trust policy is not known', missing: 'trust policy' },
    {
      name: 'the policy is beyond the bound',
      state: role(...beyondBound(PROVIDER, SUB)),
      missing: 'trust policy',
    },
  ],
  notApplicable: NOT_APPLICABLE,
});
