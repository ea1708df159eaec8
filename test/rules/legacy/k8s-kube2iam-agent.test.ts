import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const IMAGE = 'spec.template.spec.containers[0].image';

describeRule(ruleOf(catalogue, 'k8s-kube2iam-agent'), 'k8s-workload', {
  fails: [
    {
      name: 'an image of kube2iam',
      sets: { images: { 'jtblin/kube2iam:0.11.1': IMAGE } },
      evidence: [IMAGE],
    },
    {
      name: 'kiam of a registry with a port',
      sets: { images: { 'mirror:5000/uswitch/kiam': IMAGE } },
      evidence: [IMAGE],
    },
  ],
  passes: [{ name: 'an image of a similar name', sets: { images: { 'shop/kiam-migration:1': IMAGE } } }],
  indeterminate: [{ name: 'its images are not known', missing: 'images' }],
});
