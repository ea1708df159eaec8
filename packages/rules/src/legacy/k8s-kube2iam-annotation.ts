import { defineRule, fail, indeterminate, pass } from '@podguard/core';
import { evidenceOf, nameOf } from '../shared/k8s.ts';
import { ownRole } from '../shared/k8s-mend.ts';

export const k8sKube2iamAnnotation = defineRule({
  id: 'k8s-kube2iam-annotation',
  title: 'Pods or a namespace get roles by annotations of kube2iam or kiam',
  method: 'legacy',
  resource: ['k8s-namespace', 'k8s-workload'],
  severity: 'high',
  broken: false,
  family: null,
  description: 'Reports annotations `iam.amazonaws.com/*` on a namespace, a pod, or the template of pods.',
  rationale:
    'Both hand out roles by an agent on the node, whose role may assume all of them: a pod that reaches it, or writes the annotation, gets any of them. Neither is maintained.',
  references: [
    'https://github.com/jtblin/kube2iam',
    'https://github.com/uswitch/kiam#kiam-project-status',
    'https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html',
  ],
  mappings: { cisEks: ['5.2.1'] },
  falsePositives: ['Annotations that were left behind when the agent went: take them out.'],
  needs: {},
  covers: undefined,
  evaluate({ kind, state, sets: { iamAnnotations } }) {
    const [first] = iamAnnotations.members;
    if (first === undefined) return iamAnnotations.complete ? pass : indeterminate('iamAnnotations');
    const what = kind === 'k8s-namespace' ? 'The namespace' : 'The workload';
    return fail(`${what} ${nameOf(state)} gets roles from kube2iam or kiam: ${String(first[1])}`, {
      evidence: evidenceOf(iamAnnotations.members),
    });
  },
  mend: ownRole(
    '# first let pods.eks.amazonaws.com assume the role by its trust policy: sts:AssumeRole and sts:TagSession',
    '# once its pods were restarted and have it, take the annotation out',
  ),
});
