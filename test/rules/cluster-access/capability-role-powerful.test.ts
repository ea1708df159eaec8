import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { allow, attached, inline, managed, OWN_POLICY, ownPolicy } from '../../support/role-rights.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf, type StateInput } from '../../support/states.ts';

const state = { capabilityName: 'ack', clusterName: 'prod', type: 'ACK' };
const role = (input: StateInput<'iam-role'>) => ({ role: resourceOf('iam-role', input), policies: [] });
const own = { policies: { [OWN_POLICY]: true }, inlinePolicies: {} };

describeRule(ruleOf(catalogue, 'capability-role-powerful'), 'eks-capability', {
  fails: [
    {
      name: 'AdministratorAccess',
      state,
      related: role({ state: { boundary: null }, sets: attached('AdministratorAccess') }),
      evidence: ['roleArn', 'policyArn'],
    },
    {
      name: 'AdministratorAccess, the rest unknown',
      related: role({ some: { policies: { [managed('AdministratorAccess')]: true } } }),
      evidence: ['policyArn'],
    },
    {
      name: 'an inline policy that allows everything',
      state,
      related: role({ state: { boundary: null }, sets: inline({ Action: '*' }) }),
      evidence: ['policyName'],
    },
  ],
  passes: [
    {
      name: 'the rights of one service',
      state,
      related: role({ state: { boundary: null }, sets: attached('AmazonS3FullAccess') }),
    },
    {
      name: 'roles and policies, which its controller is made to make',
      state,
      related: role({ state: { boundary: null }, sets: inline({ Action: 'iam:PutRolePolicy' }) }),
    },
    {
      name: 'no rights at all',
      state,
      related: role({ state: { boundary: null }, sets: { policies: {}, inlinePolicies: {} } }),
    },
  ],
  indeterminate: [
    { name: 'role not known', state, related: {}, missing: 'roleArn' },
    { name: 'policies not known', state, related: role({ state: { boundary: null } }), missing: 'policy' },
    {
      name: 'a policy that was not read',
      state,
      related: role({ state: { boundary: null }, sets: own }),
      missing: OWN_POLICY,
    },
    {
      name: 'everything, under a condition that nobody can tell',
      state,
      related: {
        ...role({ state: { boundary: null }, sets: own }),
        policies: [
          ownPolicy(
            allow({ Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b' } } }),
          ),
        ],
      },
      missing: 'aws:PrincipalTag/a',
    },
  ],
  notApplicable: [
    {
      name: 'the role was deleted',
      state,
      related: role({ gone: true, sets: attached('AdministratorAccess') }),
    },
  ],
});
