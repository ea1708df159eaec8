import { defineRule, fail, indeterminate, pass } from '@podguard/core';
import { accessPolicyName, clusterOf } from '../shared/access-policies.ts';

export const accessEntryBroadScope = defineRule({
  id: 'access-entry-broad-scope',
  title: 'An access entry for some namespaces edits or reads the whole cluster',
  method: 'cluster-access',
  resource: 'access-entry',
  severity: 'low',
  broken: false,
  family: 'cluster-admin',
  description:
    'Reports an access entry that holds an edit or view policy for the whole cluster beside another policy that is confined to namespaces.',
  rationale:
    'The namespaces say where its principal is meant to work. The cluster’s scope undoes that: with edit rights it runs pods, with any service account, in all of them.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/access-policies.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html',
  ],
  mappings: {},
  falsePositives: ['Somebody who looks after some namespaces and may read all others.'],
  needs: {},
  covers: undefined,
  evaluate(entry) {
    const { policies } = entry.sets;
    const held = [...policies.members].map(([arn, scope]) => ({ arn, scope, name: accessPolicyName(arn) }));
    const broad = held.find(({ name, scope }) => BROAD.includes(name ?? '') && scope === 'cluster');
    const confined = held.find(({ scope }) => String(scope).startsWith('namespace:'));
    if (broad !== undefined && confined !== undefined) {
      const namespaces = String(confined.scope).slice('namespace:'.length);
      const who = entry.state.principalArn ?? 'The principal';
      return fail(
        `${who} has ${broad.name} in all of cluster ${clusterOf(entry)}, beside ${confined.name ?? confined.arn} in ${namespaces}`,
        {
          evidence: [
            { path: 'policyArn', value: broad.arn },
            { path: 'accessScope', value: 'cluster' },
            { path: `accessScope of ${confined.arn}`, value: confined.scope },
          ],
        },
      );
    }
    if (!policies.complete) return indeterminate('policies');
    const unscoped = held.filter(({ scope }) => scope === true);
    const maybe = unscoped.some(({ name }) => BROAD.includes(name ?? '')) || broad !== undefined;
    return unscoped.length > 0 && held.length > 1 && maybe
      ? indeterminate(...unscoped.map(({ arn }) => `scope of ${arn}`))
      : pass;
  },
  mend: {
    cli: 'aws eks associate-access-policy --cluster-name {clusterName} --region {region} --principal-arn {principalArn} --policy-arn {policyArn} --access-scope type=namespace,namespaces=NAMESPACE',
    terraform: 'access_scope {\n  type       = "namespace"\n  namespaces = ["NAMESPACE"]\n}',
    cloudformation: 'AccessScope:\n  Type: namespace\n  Namespaces:\n    - NAMESPACE',
  },
});

const BROAD = ['AmazonEKSEditPolicy', 'AmazonEKSViewPolicy', 'AmazonEKSAdminViewPolicy'];
