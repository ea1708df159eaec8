import { defineRule, fail, indeterminate, pass } from '@podguard/core';
import { repositoryOf, workloadName } from '../shared/k8s.ts';
import { ownRole } from '../shared/k8s-mend.ts';

export const k8sKube2iamAgent = defineRule({
  id: 'k8s-kube2iam-agent',
  title: 'A kube2iam or kiam agent hands out roles on the nodes',
  method: 'legacy',
  resource: 'k8s-workload',
  severity: 'high',
  broken: false,
  family: null,
  description: 'Reports a workload that runs an image of kube2iam or kiam.',
  rationale:
    'The agent answers in place of the metadata service with any role that the node may assume, by annotations that whoever starts a pod writes. Neither project is maintained.',
  references: ['https://github.com/jtblin/kube2iam', 'https://github.com/uswitch/kiam#kiam-project-status'],
  mappings: { cisEks: ['5.2.1'] },
  falsePositives: [],
  needs: {},
  covers: undefined,
  evaluate(workload) {
    const { images } = workload.sets;
    const agent = [...images.members].find(([image]) => /(^|\/)(kube2iam|kiam)$/.test(repositoryOf(image)));
    if (agent === undefined) return images.complete ? pass : indeterminate('images');
    const [image, path] = agent;
    return fail(`${workloadName(workload)} runs ${image}`, {
      evidence: [{ path: String(path), value: image }],
    });
  },
  mend: ownRole(
    '# first let pods.eks.amazonaws.com assume the role by its trust policy: sts:AssumeRole and sts:TagSession',
    '# so for each role; once their pods were restarted and have it, remove the agent',
  ),
});
