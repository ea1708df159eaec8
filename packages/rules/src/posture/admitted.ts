import { type Config, oidcProviderKey, parseArn, type Resource, usersOf } from '@podguard/core';
import {
  admittedValues,
  createBudget,
  has,
  type Language,
  type NamespaceSubjects,
  type Subjects,
} from '@podguard/policy';
import { subjectName } from '../shared/irsa-subjects.ts';
import type { IrsaTrust } from '../shared/irsa-trusts.ts';
import { isClusterIssuer } from '../shared/reach.ts';
import type { Admitted } from './facts.ts';

/** The service accounts that surely get a role by a cluster's tokens. */
export function admittedBy({ issuer, provider, answer }: IrsaTrust): Admitted {
  const names = namesOf(answer.subjects);
  let subjects: Language | undefined;
  return {
    issuer,
    provider,
    exact: names.filter((name) => !name.includes('*')),
    patterns: names.filter((name) => name.includes('*')),
    admits: (name) => {
      subjects ??= admittedValues(answer.analysis, 'sub', createBudget()).sure.present;
      return has(subjects, `system:serviceaccount:${name.replace('/', ':')}`);
    },
  };
}

/** Those that were seen getting it by a cluster's token. */
export function seenBy(
  { key, account, activity }: Resource<'iam-role'>,
  config: Config,
): readonly Admitted[] {
  const partition = parseArn(key)?.partition ?? 'aws';
  return usersOf(activity, 'web-identity').users.flatMap((user) => {
    const [issuer = '', name = ''] = user.split(' ');
    if (!isClusterIssuer(issuer, config)) return [];
    const provider = oidcProviderKey(partition, account, issuer);
    return [{ issuer, provider, exact: [name], patterns: [], admits: (other) => other === name }];
  });
}

/** Why others may get it, too. */
export function unsureOf({ answer }: IrsaTrust): readonly string[] {
  if (sameNames(answer)) return [];
  return answer.analysis.assumptions.map(({ path, reason }) => `${path}: ${reason}`);
}

function sameNames({ subjects, possibleSubjects }: IrsaTrust['answer']): boolean {
  return subjects === possibleSubjects || namesOf(subjects).join() === namesOf(possibleSubjects).join();
}

/** As `NAMESPACE/NAME`, with a `*` for what a pattern leaves open. */
function namesOf(subjects: Subjects): readonly string[] {
  switch (subjects.kind) {
    case 'none':
      return [];
    case 'exact':
      return subjects.subjects.map((subject) => subjectName(subject).replace(':', '/'));
    case 'name-prefix':
    case 'namespace':
      return subjects.namespaces.flatMap(inNamespace);
    case 'any-namespace':
      return [`${subjects.namespacePrefix}*/*`];
    case 'pattern':
      return [`${subjects.prefix}*`];
    case 'everything':
      return ['*/*'];
  }
}

function inNamespace({ namespace, names }: NamespaceSubjects): readonly string[] {
  if (names === 'any') return [`${namespace}/*`];
  if ('prefix' in names) return [`${namespace}/${names.prefix}*`];
  return names.map((name) => `${namespace}/${name}`);
}
