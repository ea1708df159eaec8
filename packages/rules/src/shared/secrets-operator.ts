import type { Config, Resource } from '@podguard/core';
import {
  admittedValues,
  globPattern,
  has,
  type Language,
  type Policy,
  type Subjects,
  union,
} from '@podguard/policy';
import { isSecretsOperator, SECRETS_OPERATORS } from '../data/known-addons.ts';
import { askFor } from './pod-identity-request.ts';
import { type ClusterTrust, clusterTrusts } from './reach.ts';
import { isDenied } from './trust.ts';

type Association = Resource<'pod-identity-association'>;

/** Secrets operators that a role is bound to, as `namespace/name`, and why it is not known whether to others. */
export interface OperatorBindings {
  readonly operators: readonly string[];
  readonly open: readonly string[];
}

/**
 * The operators whose service accounts a role names: by its trust policy, exactly, by a part of the name, or by the
 * operator's own namespace; or by an association. Whoever admits any service account has not meant the operator's.
 */
export function operatorBindings(
  policy: Policy,
  associations: readonly Association[],
  config: Config,
): OperatorBindings {
  const operators = new Set<string>();
  const open: string[] = [];
  for (const trust of clusterTrusts(policy, config)) {
    if (!trust.answer.decided) {
      open.push(`trust policy: ${trust.answer.reason}`);
      continue;
    }
    const { subjects, possibleSubjects, analysis } = trust.answer;
    for (const name of operatorsAmong(subjects, trust, config)) operators.add(name);
    const more = operatorsAmong(possibleSubjects, trust, config).filter((name) => !operators.has(name));
    if (more.length > 0) open.push(...analysis.assumptions.map(({ path, reason }) => `${path}: ${reason}`));
  }
  const ofOperators = associations.filter(({ state: { namespace, serviceAccount } }) =>
    typeof namespace === 'string' && typeof serviceAccount === 'string'
      ? isSecretsOperator(config, namespace, serviceAccount)
      : false,
  );
  for (const { association, admitted } of boundBy(policy, ofOperators)) {
    const { namespace, serviceAccount } = association.state;
    if (admitted === 'yes') operators.add(`${namespace}/${serviceAccount}`);
    else open.push(`whether ${association.key} gets the role`);
  }
  return { operators: [...operators].sort(), open };
}

/** The associations that the trust policy does not refuse. */
export function boundBy(
  policy: Policy,
  associations: readonly Association[],
): readonly { readonly association: Association; readonly admitted: 'yes' | 'unknown' }[] {
  return associations.flatMap((association) => {
    const evaluation = association.present ? askFor(policy, association, 'sts:AssumeRole') : null;
    if (evaluation === null || isDenied(evaluation)) return [];
    return [{ association, admitted: evaluation.decision === 'allow' ? 'yes' : 'unknown' }];
  });
}

/** All subjects that are known as secrets operators'. */
export function operatorSubjects({ secretsOperators }: Config): Language {
  return [...SECRETS_OPERATORS, ...secretsOperators]
    .map(({ namespace, serviceAccount }) =>
      globPattern(`system:serviceaccount:${namespace}:${serviceAccount}`),
    )
    .reduce((one, other) => union(one, other));
}

function operatorsAmong(subjects: Subjects, { answer }: ClusterTrust, config: Config): readonly string[] {
  if (subjects.kind === 'exact') {
    return subjects.subjects.flatMap((subject) => {
      const [, , namespace = '', name = ''] = subject.split(':');
      return isSecretsOperator(config, namespace, name) ? [`${namespace}/${name}`] : [];
    });
  }
  if ((subjects.kind !== 'name-prefix' && subjects.kind !== 'namespace') || !answer.decided) return [];
  const { present } = admittedValues(answer.analysis, 'sub').possible;
  return subjects.namespaces.flatMap(({ namespace, names }) => {
    if (Array.isArray(names)) {
      return names
        .filter((name: string) => isSecretsOperator(config, namespace, name))
        .map((name: string) => `${namespace}/${name}`);
    }
    return operatorNames(namespace, config)
      .filter((name) => names !== 'any' || isOwnNamespace(namespace, name, config))
      .filter((name) => has(present, `system:serviceaccount:${namespace}:${name}`))
      .map((name) => `${namespace}/${name}`);
  });
}

function operatorNames(namespace: string, { secretsOperators }: Config): readonly string[] {
  const configured = secretsOperators.filter((operator) => operator.namespace === namespace);
  const known = SECRETS_OPERATORS.map(({ serviceAccount }) => serviceAccount.replaceAll('*', ''));
  return [...new Set([...configured.map(({ serviceAccount }) => serviceAccount), ...known])];
}

/** `external-secrets`, `external-secrets-system`, or where the configuration has the operator. */
function isOwnNamespace(namespace: string, operator: string, { secretsOperators }: Config): boolean {
  const configured = secretsOperators.some(
    ({ namespace: own, serviceAccount }) => own === namespace && serviceAccount === operator,
  );
  return configured || namespace.startsWith(operator);
}
