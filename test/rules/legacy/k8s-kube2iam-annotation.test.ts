import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const rule = ruleOf(catalogue, 'k8s-kube2iam-annotation');
const PATH = 'spec.template.metadata.annotations["iam.amazonaws.com/role"]';
const PERMITTED = 'metadata.annotations["iam.amazonaws.com/permitted"]';

describeRule(rule, 'k8s-workload', {
  fails: [{ name: 'a role for its pods', sets: { iamAnnotations: { [PATH]: 'app' } }, evidence: [PATH] }],
  passes: [{ name: 'no annotation', sets: { iamAnnotations: {} } }],
  indeterminate: [{ name: 'its annotations are not known', missing: 'iamAnnotations' }],
});

describeRule(rule, 'k8s-namespace', {
  fails: [
    { name: 'roles for its pods', sets: { iamAnnotations: { [PERMITTED]: '.*' } }, evidence: [PERMITTED] },
  ],
  passes: [{ name: 'no annotation', sets: { iamAnnotations: {} } }],
  indeterminate: [{ name: 'its annotations are not known', missing: 'iamAnnotations' }],
});
