import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import {
  account,
  allBut,
  deny,
  EXACT,
  ISSUER,
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
  subjects,
  UNTIL,
} from './policies.ts';

const EQUALS = `Statement[0].Condition.StringEquals["${SUB}"]`;
const BOTH = [PROVIDER, OTHER] as const;

describeRule(ruleOf(catalogue, 'irsa-condition-never-matches'), 'iam-role', {
  fails: [
    {
      name: 'a star under StringEquals',
      state: subjects(account('shop:*'), 'StringEquals'),
      evidence: [EQUALS, 'issuer'],
    },
    {
      name: 'a subject without its prefix',
      state: subjects('shop:cart', 'StringEquals'),
      evidence: [EQUALS],
    },
    { name: 'capital letters', state: subjects(account('Shop:Cart'), 'StringEquals'), evidence: [EQUALS] },
    {
      name: 'no subject',
      state: role(irsa({ Null: { [SUB]: 'true' } })),
      evidence: [`Statement[0].Condition.Null["${SUB}"]`],
    },
    {
      name: 'a claim that tokens of a cluster lack',
      state: role(irsa({ StringEquals: { [`${ISSUER}:amr`]: 'x' } })),
      evidence: [`Statement[0].Condition.StringEquals["${ISSUER}:amr"]`],
    },
    {
      name: 'conditions that contradict each other',
      state: role(irsa({ StringEquals: { [SUB]: account('a:b') }, StringLike: { [SUB]: account('c:*') } })),
      evidence: [EQUALS, `Statement[0].Condition.StringLike["${SUB}"]`],
    },
    {
      name: 'the subjects of two issuers at once',
      state: role(
        irsaOf({ StringEquals: { [SUB]: account('a:b'), [`${OTHER_ISSUER}:sub`]: account('a:b') } }, ...BOTH),
      ),
      evidence: [`Statement[0].Condition.StringEquals["${OTHER_ISSUER}:sub"]`],
    },
    {
      name: "only the audience is another issuer's",
      state: role(irsa({ StringEquals: { [SUB]: account('a:b'), [`${OTHER_ISSUER}:aud`]: STS } })),
      evidence: [`Statement[0].Condition.StringEquals["${OTHER_ISSUER}:aud"]`],
    },
    {
      name: 'a variable of a key that tokens lack',
      state: subjects('$' + '{aws:PrincipalTag/sub}', 'StringEquals'),
      evidence: [EQUALS],
    },
    {
      name: 'the action of IAM principals',
      state: role({ ...irsa(EXACT), Action: ['sts:AssumeRole', 'sts:TagSession'] }),
      evidence: ['Statement[0].Action[0]', 'issuer'],
    },
    {
      name: 'the second statement, beside one that works',
      state: role(irsa(EXACT), irsa({ StringEquals: { [SUB]: account('shop:*') } })),
      evidence: [`Statement[1].Condition.StringEquals["${SUB}"]`],
    },
    {
      name: 'a Deny that takes all of it away',
      state: role(irsa(EXACT), deny({ Null: { [SUB]: 'false' } })),
      evidence: [`Statement[1].Condition.Null["${SUB}"]`, 'issuer'],
    },
    {
      name: 'a Deny without a condition',
      state: role(irsa(EXACT), deny(undefined)),
      evidence: ['Statement[1]', 'issuer'],
    },
    {
      name: 'a negated Deny on a key that tokens lack',
      state: role(irsa(EXACT), deny({ StringNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::1:role/x' } })),
      evidence: ['Statement[1].Condition.StringNotEquals["aws:PrincipalArn"]', 'issuer'],
    },
    {
      name: 'two Denies that take all of it away together',
      state: role(
        irsa({ StringEquals: { [SUB]: [account('a:b'), account('a:c')] } }),
        deny({ StringEquals: { [SUB]: account('a:b') } }),
        deny({ StringEquals: { [SUB]: account('a:c') } }),
      ),
      evidence: [
        `Statement[1].Condition.StringEquals["${SUB}"]`,
        `Statement[2].Condition.StringEquals["${SUB}"]`,
      ],
    },
  ],
  passes: [
    { name: 'beside a statement with NotPrincipal', state: role(irsa(EXACT), allBut(OTHER)) },
    { name: 'the policy of the EKS guide', state: role(irsa(EXACT)) },
    {
      name: 'a star under StringEquals beside an exact name',
      state: subjects([account('a:b'), account('*:*')], 'StringEquals'),
    },
    {
      name: 'the action of IAM principals, beside a statement that works',
      state: role(irsa(EXACT), { ...irsa(EXACT), Action: 'sts:AssumeRole' }),
    },
    { name: 'a star under StringLike', state: subjects(account('shop:*')) },
    { name: 'the subject of another issuer, which another rule reports', state: role(irsa(OTHER_EXACT)) },
    {
      name: 'conditions of two operators that meet',
      state: role(irsa({ StringEquals: { [SUB]: account('c:d') }, StringLike: { [SUB]: account('c:*') } })),
    },
    {
      name: 'a Deny that leaves some of it',
      state: role(
        irsa({ StringEquals: { [SUB]: [account('a:b'), account('a:c')] } }),
        deny({ StringEquals: { [SUB]: account('a:c') } }),
      ),
    },
  ],
  indeterminate: [
    { name: 'the trust policy is not known', missing: 'trust policy' },
    { name: 'it hangs on the time', state: role(irsa(UNTIL)), missing: 'aws:CurrentTime' },
    {
      name: 'whether a Deny takes all of it away hangs on the time',
      state: role(irsa(EXACT), deny(UNTIL)),
      missing: 'Statement[1]',
    },
  ],
  notApplicable: [
    ...NOT_APPLICABLE.filter(
      ({ state }) => !state.trust.includes('"sts:AssumeRole"') || !state.trust.includes('Federated'),
    ),
    { name: "the tokens' session tags only", state: role({ ...irsa(EXACT), Action: 'sts:TagSession' }) },
  ],
});
