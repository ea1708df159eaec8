import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { managed, OWN_POLICY, ROLE } from '../../support/role-rights.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';
import { irsa, podIdentity, trust } from '../../support/trusts.ts';

const related = { associations: [], targetAssociations: [] };
const pods = trust(podIdentity(['sts:AssumeRole', 'sts:TagSession']));
const nodes = trust({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' });
const before = [{ trust: pods, boundary: OWN_POLICY }];

describeRule(ruleOf(catalogue, 'role-boundary-removed'), 'iam-role', {
  fails: [
    {
      name: 'taken off a role that trusts EKS Pod Identity',
      before,
      state: { trust: pods, boundary: null },
      related,
      evidence: ['boundary', 'boundaryBefore', 'trust'],
    },
    {
      name: "taken off a role that a cluster's tokens get",
      before,
      state: { trust: trust(irsa()), boundary: null },
      related,
      evidence: ['boundaryBefore', 'trust.Statement[0].Principal.Federated'],
    },
    {
      name: 'taken off a role with an association, its trust policy unknown',
      before,
      state: { trust: undefined, boundary: null },
      related: { ...related, associations: [resourceOf('pod-identity-association', {})] },
      evidence: ['boundaryBefore', 'association'],
    },
    {
      name: 'exchanged for one that allows everything',
      before,
      state: { trust: pods, boundary: managed('AdministratorAccess') },
      related,
      evidence: ['boundary', 'boundaryBefore'],
    },
  ],
  passes: [
    { name: 'still there', before, state: { trust: pods, boundary: OWN_POLICY }, related },
    { name: 'never there since it was made', state: { arn: ROLE, trust: pods, boundary: null }, related },
    {
      name: 'exchanged for another',
      before,
      state: { trust: pods, boundary: managed('PowerUserAccess') },
      related,
    },
    {
      name: 'one that bounded nothing taken off',
      before: [{ arn: ROLE, trust: pods, boundary: managed('AdministratorAccess') }],
      state: { arn: ROLE, trust: pods, boundary: null },
      related,
    },
    {
      name: 'put back',
      before: [...before, { trust: pods, boundary: null as never }],
      state: { trust: pods, boundary: OWN_POLICY },
      related,
    },
  ],
  indeterminate: [
    {
      name: 'boundary unknown',
      before,
      state: { trust: pods, boundary: undefined },
      related,
      missing: 'boundary',
    },
    {
      name: 'absent, of a role that was made before the records begin',
      state: { trust: pods, boundary: null },
      related,
      missing: 'before the records begin',
    },
    {
      name: 'unknown whether pods get it',
      before,
      state: { trust: undefined, boundary: null },
      related,
      missing: 'trust policy',
    },
  ],
  notApplicable: [
    { name: 'no pod gets it', before, state: { trust: nodes, boundary: null }, related },
    {
      name: 'its only association is gone',
      before,
      state: { trust: nodes, boundary: null },
      related: { ...related, associations: [resourceOf('pod-identity-association', { gone: true })] },
    },
  ],
});
