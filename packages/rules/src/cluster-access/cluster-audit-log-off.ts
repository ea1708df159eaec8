import { defineRule, type Evidence, fail, indeterminate, pass, type Resource } from '@podguard/core';
import { clusterNameOf } from '../shared/cluster-name.ts';
import { lines } from '../shared/mend-steps.ts';

export const clusterAuditLogOff = defineRule({
  id: 'cluster-audit-log-off',
  title: 'The cluster’s audit or authenticator log is off',
  method: 'cluster-access',
  resource: 'eks-cluster',
  severity: 'low',
  broken: false,
  family: null,
  description:
    'Reports a cluster that exports no audit log or no authenticator log; high where a change switched one off that was on.',
  rationale:
    'They alone tell which IAM principal became which Kubernetes user, and what that user did: whose pods were made with which service account.',
  references: [
    'https://docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html',
    'https://docs.aws.amazon.com/eks/latest/best-practices/auditing-and-logging.html',
  ],
  mappings: {},
  falsePositives: ['A short-lived cluster for tests, whose logs nobody would read.'],
  needs: {},
  covers: undefined,
  evaluate(cluster) {
    const { auditLog, authenticatorLog } = cluster.state;
    const name = clusterNameOf(cluster);
    const off = LOGS.filter(({ field }) => cluster.state[field] === false);
    if (off.length === 0) {
      const missing = LOGS.filter(({ field }) => typeof cluster.state[field] !== 'boolean');
      return auditLog === true && authenticatorLog === true
        ? pass
        : indeterminate(...missing.map(({ field }) => field));
    }
    const switchedOff = off.flatMap((log) => before(cluster, log.field));
    const which = off.map(({ words }) => words).join(' or ');
    return fail(
      switchedOff.length > 0
        ? `Cluster ${name} exports no ${which} log any more: a change switched it off`
        : `Cluster ${name} exports no ${which} log`,
      {
        evidence: [
          ...off.map(({ words }) => ({ path: `logging.clusterLogging.${words}`, value: false })),
          ...switchedOff,
        ],
        ...(switchedOff.length > 0
          ? { graded: { severity: 'high', because: 'a change switched off what was on' } }
          : {}),
      },
    );
  },
  mend: {
    cli: 'aws eks update-cluster-config --name {clusterName} --region {region} --logging \'{"clusterLogging":[{"types":["audit","authenticator"],"enabled":true}]}\'',
    terraform: lines(
      '# with the types that are on already: what is not listed is switched off',
      'enabled_cluster_log_types = ["audit", "authenticator"]',
    ),
    cloudformation: lines(
      '# with the types that are on already: what is not listed is switched off',
      'Logging:',
      '  ClusterLogging:',
      '    EnabledTypes:',
      '      - Type: audit',
      '      - Type: authenticator',
    ),
  },
  remediation: 'restore-audit-logging',
});

type Log = 'auditLog' | 'authenticatorLog';

const LOGS: readonly { readonly field: Log; readonly words: string }[] = [
  { field: 'auditLog', words: 'audit' },
  { field: 'authenticatorLog', words: 'authenticator' },
];

function before({ former }: Resource<'eks-cluster'>, field: Log): readonly Evidence[] {
  const was = (former[field] ?? []).some(({ value }) => value === true);
  return was ? [{ path: `${field} before`, value: true }] : [];
}
