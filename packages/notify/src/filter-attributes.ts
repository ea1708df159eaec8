import { SEVERITIES, type Transition } from '@podguard/core';
import type { Alert } from './alert.ts';
import { clusterOf } from './resource-words.ts';

/** What subscribers can filter by: names with all values that apply; none is empty. */
export type FilterAttributes = Readonly<Record<string, readonly [string, ...string[]]>>;

/** At most ten, as a queue takes no more: https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
export function filterAttributes(alert: Alert): FilterAttributes {
  switch (alert.kind) {
    case 'transitions':
      return ofTransitions(alert.transitions);
    case 'digest':
      return ofDigest(alert);
    case 'remediation':
      return ofRemediation(alert);
    case 'shadow-report':
      return present({
        kind: ['shadow-report'],
        severity: ['low'],
        rule: [alert.report.rule],
        account: [alert.report.account],
      });
  }
}

function ofRemediation({
  remediation: { status, severity, rule, plan },
  finding,
}: Extract<Alert, { readonly kind: 'remediation' }>): FilterAttributes {
  const resource = finding?.resource ?? plan?.target;
  return present({
    kind: ['remediation'],
    severity: [severity],
    type: [status],
    rule: [rule],
    method: [finding?.method],
    account: [resource?.account],
    region: [resource?.region],
    cluster: [finding === null ? undefined : clusterOf(finding)],
    owner: [finding?.owner?.name],
  });
}

function ofTransitions(transitions: readonly Transition[]): FilterAttributes {
  const each = (pick: (transition: Transition) => string | undefined) => transitions.map(pick);
  return present({
    kind: ['transitions'],
    severity: each(({ severity }) => severity),
    type: each(({ type }) => type),
    rule: each(({ finding }) => finding.rule),
    method: each(({ finding }) => finding.method),
    account: each(({ finding }) => finding.resource.account),
    region: each(({ finding }) => finding.resource.region),
    cluster: each(({ finding }) => clusterOf(finding)),
    owner: each(({ finding }) => finding.owner?.name),
  });
}

function ofDigest({ digest }: Extract<Alert, { readonly kind: 'digest' }>): FilterAttributes {
  return present({
    kind: ['digest'],
    severity: SEVERITIES.filter((severity) => digest.open[severity] > 0),
    type: digest.types ?? [],
    rule: digest.rules.map(({ rule }) => rule),
    account: [digest.account],
  });
}

function present(all: Readonly<Record<string, readonly (string | undefined)[]>>): FilterAttributes {
  const some = Object.entries(all).flatMap(([name, values]) => {
    const distinct = [...new Set(values.filter((value) => value !== undefined && value !== ''))].sort();
    return distinct.length === 0 ? [] : [[name, distinct]];
  });
  return Object.fromEntries(some);
}
