import type { RemediationStep, Resource } from '@podguard/core';
import { defineRemediator, type PlanDraft } from '../remediator.ts';

const NOT_NAMED = [
  'authenticationMode',
  'blockStorageEnabled',
  'computeConfigEnabled',
  'controlPlaneEgressMode',
  'controlPlaneScalingTier',
  'deletionProtection',
  'elasticLoadBalancingEnabled',
  'endpointPrivateAccess',
  'endpointPublicAccess',
  'kubeApiServerConfig',
  'kubeControllerManagerConfig',
  'kubeSchedulerConfig',
  'loggingType/api',
  'loggingType/controllerManager',
  'loggingType/scheduler',
  'supportType',
  'zonalShiftEnabled',
];

export const restoreAuditLogging = defineRemediator({
  id: 'restore-audit-logging',
  title: 'Switches a cluster’s audit and authenticator logs on',
  rules: ['cluster-audit-log-off'],
  kind: 'eks-cluster',
  grants: [
    {
      // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html
      actions: ['eks:UpdateClusterConfig'],
      resources: ({ partition, account }) => [`arn:${partition}:eks:*:${account}:cluster/*`],
      // What else the call could change, as far as it has keys: for subnets, security groups and publicAccessCidrs there are none.
      condition: { Null: Object.fromEntries(NOT_NAMED.map((key) => [`eks:${key}`, 'true'])) },
    },
  ],
  mayBreak: [
    'CloudWatch Logs charges for what it takes in and keeps: the audit log of a busy cluster is large, and kept for good unless the log group says otherwise.',
    'While the update runs, some minutes, EKS refuses other changes of the cluster.',
  ],
  needs: {},
  guards: [],
  mayForce: false,
  mayEase: true,
  // An update of a cluster takes minutes: https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateClusterConfig.html
  settlesMs: 8 * 60_000,
  target: (_finding, { key }) => key,
  plan(target) {
    const { present, state, former } = target;
    if (!present) return `${target.key} is gone`;
    if (typeof state.name !== 'string') return 'Its name is not known: read the account first';
    if (LOGS.some(({ field }) => typeof state[field] !== 'boolean'))
      return 'What it logs is not known: it is being changed, or was not read. Try again in some minutes';
    const off = LOGS.filter(({ field }) => state[field] === false);
    if (off.length === 0) return 'Both logs are on';
    const wereOn = off.filter(({ field }) => (former[field] ?? []).some(({ value }) => value === true));
    const isPart = wereOn.length > 0 && wereOn.length < off.length;
    return [...(isPart ? [logging(target, state.name, wereOn)] : []), logging(target, state.name, off)];
  },
});

interface Log {
  readonly field: 'auditLog' | 'authenticatorLog';
  readonly type: 'audit' | 'authenticator';
}

const LOGS: readonly Log[] = [
  { field: 'auditLog', type: 'audit' },
  { field: 'authenticatorLog', type: 'authenticator' },
];

/**
 * Types that a call does not name stay as they are, and one that changes nothing is refused:
 * https://github.com/aws/aws-cdk/pull/24688
 */
function logging({ region, former }: Resource<'eks-cluster'>, name: string, logs: readonly Log[]): PlanDraft {
  const types = logs.map(({ type }) => type);
  const words = `the ${types.join(' and ')} log${types.length > 1 ? 's' : ''}`;
  const step = (enabled: boolean): RemediationStep => ({
    action: 'eks:UpdateClusterConfig',
    region,
    input: { name, logging: { clusterLogging: [{ types, enabled }] } },
    words: `Switch ${words} of cluster ${name} ${enabled ? 'on' : 'off'}`,
  });
  const isBack = logs.every(({ field }) => (former[field] ?? []).some(({ value }) => value === true));
  return {
    summary: `Switches ${words} of cluster ${name} on${isBack ? ' again' : ''}`,
    steps: [step(true)],
    undo: [step(false)],
    after: Object.fromEntries(logs.map(({ field }) => [field, true])),
    facts: logs.map(({ field, type }) => {
      const was = (former[field] ?? []).some(({ value }) => value === true);
      return was ? `The ${type} log was on before.` : `The ${type} log is not known to have been on.`;
    }),
  };
}
