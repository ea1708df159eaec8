import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { identityOf, isKnownAddon, workloadName } from '../shared/k8s.ts';
import { inManifest } from '../shared/k8s-mend.ts';

export const k8sHostNetwork = defineRule({
  id: 'k8s-host-network',
  title: 'A workload runs on the host network, where no hop limit holds it back',
  method: 'node-role',
  resource: 'k8s-workload',
  severity: 'low',
  broken: false,
  family: null,
  description:
    'Reports a workload with `hostNetwork: true` that is no known add-on; medium where it uses AWS without an identity of its own.',
  rationale:
    'A hop limit of 1 keeps pods from the metadata service, but for those on the host network: they get the role of the node.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  ],
  mappings: { cisEks: ['4.2.4'] },
  falsePositives: ['An agent that has to see the host’s network.'],
  needs: {
    serviceAccounts: ['roleArn'],
    associations: ['namespace', 'serviceAccount'],
    cluster: ['associationsListed'],
  },
  covers: undefined,
  evaluate(workload, { related, config }) {
    const { hostNetwork, podPath } = workload.state;
    if (hostNetwork === undefined) return indeterminate('hostNetwork');
    if (hostNetwork !== true) return pass;
    if (isKnownAddon(workload, config)) return notApplicable('a known add-on');
    const { awsUse, keys, keySecrets } = workload.sets;
    const leans =
      awsUse.members.size > 0 &&
      keys.members.size + keySecrets.members.size === 0 &&
      identityOf(workload, related).answer === 'no';
    return fail(
      `${workloadName(workload)} runs on the host network${leans ? ' and uses AWS without an identity of its own' : ''}: it reaches the node's role`,
      {
        evidence: [{ path: `${podPath ?? 'spec'}.hostNetwork`, value: true }],
        ...(leans
          ? { graded: { severity: 'medium' as const, because: 'it uses the role of the node' } }
          : {}),
      },
    );
  },
  mend: inManifest(
    '# in the manifest: hostNetwork: false; where it needs the host, give it a role of its own',
  ),
});
