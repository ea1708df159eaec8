import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import {
  AUD,
  account,
  EXACT,
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
  UNTIL,
  WEB,
} from './policies.ts';

const BOTH = [PROVIDER, OTHER] as const;
const NULL = `Statement[0].Condition.Null["${SUB}"]`;

describeRule(ruleOf(catalogue, 'irsa-condition-vacuous'), 'iam-role', {
  fails: [
    {
      name: 'a subject that is there',
      neighbour: 'the policy of the EKS guide',
      state: role(irsa({ ...EXACT, Null: { [SUB]: 'false' } })),
      evidence: [NULL, 'issuer'],
    },
    {
      name: 'any audience',
      state: role(irsa({ StringEquals: { [SUB]: account('a:b') }, StringLike: { [AUD]: '*' } })),
      evidence: [`Statement[0].Condition.StringLike["${AUD}"]`],
    },
    {
      name: "another issuer's audience where it is",
      state: role(irsa({ ...EXACT, StringEqualsIfExists: { [`${OTHER_ISSUER}:aud`]: STS } })),
      evidence: [`Statement[0].Condition.StringEqualsIfExists["${OTHER_ISSUER}:aud"]`],
    },
    {
      name: 'for both of two providers',
      state: role(
        irsaOf(
          {
            StringEqualsIfExists: {
              [SUB]: account('a:b'),
              [`${OTHER_ISSUER}:sub`]: account('a:b'),
              'oidc.example.com:sub': 'x',
            },
          },
          ...BOTH,
        ),
      ),
      evidence: ['Statement[0].Condition.StringEqualsIfExists["oidc.example.com:sub"]'],
    },
  ],
  passes: [
    { name: 'the policy of the EKS guide', state: role(irsa(EXACT)) },
    {
      name: 'what holds for the tokens of one of two providers only',
      state: role(
        irsaOf(
          { StringEqualsIfExists: { [SUB]: account('a:b'), [`${OTHER_ISSUER}:sub`]: account('a:b') } },
          ...BOTH,
        ),
      ),
    },
    {
      name: 'nothing else restricts: the role is open, which another rule reports',
      state: role(irsa({ Null: { [SUB]: 'false' } })),
    },
    {
      name: 'an open role, held to an audience',
      state: role(irsa({ Null: { [SUB]: 'false' }, StringEquals: { [AUD]: STS } })),
    },
    {
      name: 'a statement that nothing matches',
      state: role(irsa({ ...OTHER_EXACT, Null: { [SUB]: 'false' } })),
    },
    {
      name: 'a condition that is for another principal of the statement',
      state: role({
        Principal: { Federated: PROVIDER, AWS: '444455556666' },
        Action: [WEB, 'sts:AssumeRole'],
        Condition: { ...EXACT, StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
      }),
    },
  ],
  indeterminate: [
    { name: 'the trust policy is not known', missing: 'trust policy' },
    { name: 'it hangs on the time', state: role(irsa({ ...EXACT, ...UNTIL })), missing: 'aws:CurrentTime' },
  ],
  notApplicable: NOT_APPLICABLE,
});
