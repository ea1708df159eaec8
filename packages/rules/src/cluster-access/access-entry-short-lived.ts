import { defineRule, fail, indeterminate, notApplicable, pass } from '@podguard/core';
import { clusterAdminBy, clusterAdminEver, clusterOf } from '../shared/access-policies.ts';
import { isAmongPrincipals } from '../shared/principal-patterns.ts';

export const accessEntryShortLived = defineRule({
  id: 'access-entry-short-lived',
  title: 'Somebody was a cluster administrator for a short time',
  method: 'cluster-access',
  resource: 'access-entry',
  severity: 'high',
  broken: false,
  family: null,
  description:
    'Reports an access entry that was made, given an administrator’s policy for the whole cluster and deleted within `limits.windowMinutes`, for a principal that `administrators` does not name. It is open until there is an entry for the principal again; one that its cluster took along is not reported.',
  rationale:
    'Minutes are enough to read every secret, or to leave a role binding or a pod behind. Afterwards nothing in the list of entries shows it.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html',
    'https://docs.aws.amazon.com/eks/latest/userguide/logging-using-cloudtrail.html',
  ],
  mappings: {},
  falsePositives: [
    'A tool that lends administrators’ rights for a task: name its principals under administrators.',
    'An entry that a template made and replaced at once.',
  ],
  needs: {},
  judgesGone: true,
  covers: undefined,
  evaluate(entry, { config }) {
    const { bornAt, goneAt } = entry;
    if (entry.present || goneAt === null) return notApplicable('it is there');
    const admin = everAdmin(entry);
    if (admin.answer === 'no') return pass;
    const { principalArn } = entry.state;
    if (typeof principalArn !== 'string') return indeterminate('principalArn');
    if (isAmongPrincipals(config.administrators, principalArn)) return pass;
    if (bornAt === null) return indeterminate('when it was made');
    const minutes = (Date.parse(goneAt) - Date.parse(bornAt)) / 60_000;
    if (minutes > config.limits.windowMinutes) return pass;
    if (admin.answer === 'unknown') return indeterminate(...admin.missing);
    return fail(
      `${principalArn} had ${admin.policy} in cluster ${clusterOf(entry)}; its entry was deleted after ${lasting(minutes)}`,
      {
        evidence: [
          ...admin.evidence,
          { path: 'principalArn', value: principalArn },
          { path: 'made', value: bornAt },
          { path: 'deleted', value: goneAt },
        ],
      },
    );
  },
  mend: {
    cli: '# what was done meanwhile: CloudTrail by the principal, and the cluster’s audit log between the two times\naws eks list-access-entries --cluster-name {clusterName} --region {region}\nkubectl get clusterrolebindings,rolebindings --all-namespaces --sort-by=.metadata.creationTimestamp',
    terraform: '# nothing to change: look for what was left behind in the cluster',
    cloudformation: '# nothing to change: look for what was left behind in the cluster',
  },
});

/** By what events told it was given, also where it was taken away before the end, or by what it had then. */
function everAdmin(entry: Parameters<typeof clusterAdminBy>[0]): ReturnType<typeof clusterAdminBy> {
  const given = clusterAdminEver(entry);
  const last = clusterAdminBy(entry);
  if (given.answer === 'yes') return given;
  if (last.answer === 'yes') return last;
  if (given.answer === 'unknown' || last.answer === 'unknown')
    return given.answer === 'unknown' ? given : last;
  return entry.state.granted === undefined ? { answer: 'unknown', missing: ['granted'] } : last;
}

function lasting(minutes: number): string {
  if (minutes < 1) return 'less than a minute';
  const whole = Math.round(minutes);
  return whole === 1 ? 'a minute' : `${whole} minutes`;
}
