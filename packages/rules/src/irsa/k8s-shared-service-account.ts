import { defineRule, fail, indeterminate, notApplicable, pass, type Resource } from '@podguard/core';
import { associationOf, missingAssociation, nameOf, ROLE_ANNOTATION, workloadName } from '../shared/k8s.ts';
import { ownRole } from '../shared/k8s-mend.ts';

export const k8sSharedServiceAccount = defineRule({
  id: 'k8s-shared-service-account',
  title: 'Workloads of different apps share a service account with AWS access',
  method: 'irsa',
  resource: 'k8s-service-account',
  severity: 'medium',
  broken: false,
  family: null,
  description:
    'Reports a service account with a role annotation or a Pod Identity association that workloads of different apps run with, told apart by their labels. Parts of one app are one: by `part-of`, `instance`, or a name that begins with the service account’s.',
  rationale: 'Each app gets the rights of all of them, and the audit trail does not say which one it was.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html',
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/',
  ],
  mappings: {},
  falsePositives: ['Parts of one app whose labels do not say that they belong together.'],
  needs: {
    workloads: ['type', 'name', 'namespace', 'labels'],
    associations: ['namespace', 'serviceAccount'],
    cluster: ['associationsListed'],
  },
  covers: undefined,
  evaluate(account, { related }) {
    const { key, state } = account;
    const pair = differentApps(related.workloads, state.name ?? '');
    if (pair === undefined) {
      const unlabelled = related.workloads.find(({ sets }) => !sets.labels.complete);
      return unlabelled === undefined || related.workloads.length < 2
        ? pass
        : indeterminate(`labels of ${workloadName(unlabelled)}`);
    }
    const { roleArn } = state;
    const association = associationOf(account, related);
    const access = typeof roleArn === 'string' ? roleArn : association;
    if (typeof access !== 'string') {
      if (roleArn === undefined) return indeterminate('roleArn');
      return association === undefined
        ? indeterminate(missingAssociation(key, nameOf(state)))
        : notApplicable('it has no access to AWS');
    }
    const [one, other] = pair;
    return fail(
      `${workloadName(one)} and ${workloadName(other)} are different apps and share service account ${nameOf(state)} with ${access}`,
      {
        evidence: [
          { path: typeof roleArn === 'string' ? ROLE_ANNOTATION : 'association', value: access },
          { path: 'workloads', value: related.workloads.slice(0, 10).map(workloadName) },
        ],
      },
    );
  },
  mend: ownRole('# give each app a service account of its own'),
});

type Workload = Resource<'k8s-workload'>;

/** From the widest group to the narrowest: the first that both have decides. */
const LABELS = ['app.kubernetes.io/part-of', 'app.kubernetes.io/instance', 'helm.sh/chart'];
const NAMES = ['app.kubernetes.io/name', 'app', 'k8s-app'];

/** Being of one app is taken along: whoever is not of the first one's is compared with it. */
function differentApps(
  workloads: readonly Workload[],
  account: string,
): readonly [Workload, Workload] | undefined {
  for (const label of [...LABELS, ...NAMES]) {
    const labelled = workloads.filter(({ sets }) => sets.labels.members.has(label));
    const [first] = labelled;
    if (first === undefined) continue;
    const other = labelled.find((one) => areDifferent(first, one, account));
    if (other !== undefined) return [first, other];
  }
  return undefined;
}

function areDifferent(one: Workload, other: Workload, account: string): boolean {
  const shared = (label: string) =>
    one.sets.labels.members.has(label) && other.sets.labels.members.has(label);
  const labelOf = ({ sets }: Workload, label: string) => String(sets.labels.members.get(label));
  const group = LABELS.find(shared);
  if (group !== undefined) return labelOf(one, group) !== labelOf(other, group);
  const name = NAMES.find(shared);
  if (name === undefined) return false;
  const values = [labelOf(one, name), labelOf(other, name)];
  const isPart = (value: string) => value === account || value.startsWith(`${account}-`);
  return values[0] !== values[1] && !values.every(isPart);
}
