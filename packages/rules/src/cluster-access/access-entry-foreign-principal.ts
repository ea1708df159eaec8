import {
  defineRule,
  fail,
  indeterminate,
  knownAccounts,
  knownAccountsMissing,
  parseArn,
  pass,
} from '@podguard/core';
import { clusterOf } from '../shared/access-policies.ts';
import { lines } from '../shared/mend-steps.ts';

export const accessEntryForeignPrincipal = defineRule({
  id: 'access-entry-foreign-principal',
  title: 'A principal of an account that is not known has access to the cluster',
  method: 'cluster-access',
  resource: 'access-entry',
  severity: 'high',
  broken: false,
  family: 'cluster-admin',
  description:
    'Reports an access entry whose principal is of an account that is neither the cluster’s own nor configured as known or as a third party’s, whatever the entry allows.',
  rationale:
    'Whoever controls that account decides who there enters the cluster, and nobody here sees it. Such an entry outlives the clean-up of every role of one’s own.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html',
    'https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html',
  ],
  mappings: {},
  falsePositives: ['An account of yours that the configuration does not name.'],
  needs: {},
  covers: undefined,
  evaluate(entry, { config }) {
    const { principalArn } = entry.state;
    const account = typeof principalArn === 'string' ? parseArn(principalArn)?.account : undefined;
    if (typeof principalArn !== 'string' || !account) return indeterminate('principalArn');
    if ([entry.account, ...config.thirdPartyAccounts].includes(account)) return pass;
    const known = knownAccounts(config);
    if (known.has(account)) return pass;
    if (known.size === 0) return indeterminate(knownAccountsMissing(config));
    const policies = [...entry.sets.policies.members.keys()];
    return fail(
      `${principalArn}, of an account that is not known, has access to cluster ${clusterOf(entry)}`,
      {
        evidence: [
          { path: 'principalArn', value: principalArn },
          ...policies.map((arn) => ({ path: 'policyArn', value: arn })),
        ],
      },
    );
  },
  mend: {
    cli: lines(
      '# first see that an administrator of your own gets into the cluster: kubectl auth can-i "*" "*" --all-namespaces',
      '# or name the account in podguard.config.ts under knownAccounts or thirdPartyAccounts',
      'aws eks delete-access-entry --cluster-name {clusterName} --region {region} --principal-arn {principalArn}',
    ),
    terraform: lines(
      '# first see that an administrator of your own is left',
      '# take the aws_eks_access_entry out, or name the account in podguard.config.ts',
    ),
    cloudformation: lines(
      '# first see that an administrator of your own is left',
      '# take the AWS::EKS::AccessEntry out, or name the account in podguard.config.ts',
    ),
  },
});
