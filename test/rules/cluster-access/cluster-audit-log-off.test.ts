import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const on = { name: 'prod', auditLog: true, authenticatorLog: true };

describeRule(ruleOf(catalogue, 'cluster-audit-log-off'), 'eks-cluster', {
  fails: [
    {
      name: 'neither log was ever on',
      state: { name: 'prod', auditLog: false, authenticatorLog: false },
      evidence: ['logging.clusterLogging.audit', 'logging.clusterLogging.authenticator'],
    },
    {
      name: 'only the audit log is on',
      state: { ...on, authenticatorLog: false },
      evidence: ['logging.clusterLogging.authenticator'],
    },
    {
      name: 'the audit log is off, the other unknown',
      state: { auditLog: false, authenticatorLog: undefined },
      evidence: ['logging.clusterLogging.audit'],
    },
    {
      name: 'the audit log was switched off',
      before: [on],
      state: { ...on, auditLog: false },
      severity: 'high',
      evidence: ['logging.clusterLogging.audit', 'auditLog before'],
    },
    {
      name: 'the audit log was switched off, and the other on meanwhile',
      before: [{ auditLog: true, authenticatorLog: false }, on],
      state: { ...on, auditLog: false },
      severity: 'high',
      evidence: ['auditLog before'],
    },
    {
      name: 'the one that was switched off is on again, the other never was',
      before: [
        { auditLog: true, authenticatorLog: false },
        { auditLog: false, authenticatorLog: false },
      ],
      state: { auditLog: true, authenticatorLog: false },
      evidence: ['logging.clusterLogging.authenticator'],
    },
  ],
  passes: [
    { name: 'both logs are on', state: on },
    { name: 'both are on again', before: [on, { auditLog: false, authenticatorLog: false }], state: on },
  ],
  indeterminate: [
    { name: 'neither is known', state: {}, missing: 'auditLog' },
    { name: 'one is on, the other unknown', state: { auditLog: true }, missing: 'authenticatorLog' },
  ],
});
