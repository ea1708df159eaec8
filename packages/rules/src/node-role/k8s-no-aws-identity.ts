import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { evidenceOf, identityOf, isKnownAddon, workloadName } from '../shared/k8s.ts';
import { ownRole } from '../shared/k8s-mend.ts';

export const k8sNoAwsIdentity = defineRule({
  id: 'k8s-no-aws-identity',
  title: 'A workload uses AWS without an identity of its own',
  method: 'node-role',
  resource: 'k8s-workload',
  severity: 'low',
  broken: false,
  family: null,
  description:
    'Reports a workload with the SDK’s settings (a region, say) whose service account has neither a role annotation nor a Pod Identity association. Pods with an association have nothing in their manifest that says so: give them to `podguard check` by `--associations`.',
  rationale: 'Its calls get the role of the node, which all pods there share.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html',
    'https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html',
  ],
  mappings: { cisEks: ['5.2.1'] },
  falsePositives: ['A region that is set for a client which signs no requests.'],
  needs: {
    serviceAccounts: ['roleArn'],
    associations: ['namespace', 'serviceAccount'],
    cluster: ['associationsListed'],
  },
  covers: undefined,
  evaluate(workload, { related, config }) {
    const { awsUse, keys, keySecrets } = workload.sets;
    if (awsUse.members.size === 0)
      return awsUse.complete ? notApplicable('nothing says that it uses AWS') : indeterminate('awsUse');
    if (isKnownAddon(workload, config)) return notApplicable('a known add-on');
    if (keys.members.size + keySecrets.members.size > 0) return notApplicable('it uses a stored key');
    const identity = identityOf(workload, related);
    if (identity.answer === 'unknown') return indeterminate(identity.missing);
    if (identity.answer === 'yes') return pass;
    const { serviceAccount = '' } = workload.state;
    return fail(
      `${workloadName(workload)} uses AWS, and its service account ${serviceAccount} has neither a role nor an association: it gets the node's role`,
      { evidence: [...evidenceOf(awsUse.members), { path: 'serviceAccount', value: serviceAccount }] },
    );
  },
  mend: ownRole(''),
});
