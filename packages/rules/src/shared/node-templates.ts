import { type Missing, type Resource, roleKeyFromArn } from '@podguard/core';
import { hasNodeTag } from './node.ts';

export interface TemplateSurroundings {
  readonly template: Resource<'launch-template'> | null | undefined;
  readonly nodegroups: readonly Resource<'eks-nodegroup'>[];
  readonly autoScalingGroups: readonly Resource<'auto-scaling-group'>[];
}

interface Fed {
  readonly answer: 'yes' | 'no' | 'unknown';
  /** A node group or an Auto Scaling group that surely uses the version. */
  readonly by: string;
  readonly missing: readonly string[];
  /** The keys of the roles of the node groups that surely do. */
  readonly roles: readonly string[];
}

type User = Resource<'eks-nodegroup'> | Resource<'auto-scaling-group'>;

/** Whether nodes of a cluster are started from a version, as far as node groups and Auto Scaling groups are known. */
export function nodesFedBy(
  version: Resource<'launch-template-version'>,
  { template, nodegroups, autoScalingGroups }: TemplateSurroundings,
): Fed {
  const ofNodes: readonly User[] = [
    ...nodegroups,
    ...autoScalingGroups.filter(({ sets }) => isOwnGroupOfNodes(sets.tags.members)),
  ];
  const users = ofNodes.filter(({ present }) => present);
  const using = users.filter((user) => usedBy(user, template) === version.state.version);
  const open = users.filter((user) => usedBy(user, template) === undefined);
  const roles = using.flatMap((user) => {
    const role = user.kind === 'eks-nodegroup' ? user.state.nodeRole : null;
    return typeof role === 'string' ? [roleKeyFromArn(role) ?? role] : [];
  });
  const [first] = using;
  if (first !== undefined) return { answer: 'yes', by: first.key, missing: [], roles };
  return open.length > 0
    ? { answer: 'unknown', by: '', missing: open.map(({ key }) => `template version of ${key}`), roles }
    : { answer: 'no', by: '', missing: [], roles };
}

/**
 * A managed node group's Auto Scaling group and its launch template are EKS's own, made from the node group's template, which
 * is judged itself: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
 */
function isOwnGroupOfNodes(tags: ReadonlyMap<string, unknown>): boolean {
  return hasNodeTag(tags.keys()) && !tags.has('eks:nodegroup-name');
}

/** The roles of the nodes: those of the node groups, or that of the version's own instance profile. */
export function rolesOfNodes(
  { roles }: Fed,
  nodeRoles: readonly (Resource<'iam-role'> | Missing)[],
  profileRoles: readonly (Resource<'iam-role'> | Missing)[],
): readonly (Resource<'iam-role'> | Missing)[] {
  const ofGroups = nodeRoles.filter((role) => roles.includes('missing' in role ? role.missing : role.key));
  return [...ofGroups, ...profileRoles];
}

/** The number of the version that a group uses; undefined where that is not known. */
function usedBy(
  { state: { templateVersion } }: User,
  template: TemplateSurroundings['template'],
): number | undefined {
  switch (templateVersion) {
    case undefined:
    case null:
      return undefined;
    case '$Latest':
      return template?.state.latestVersion ?? undefined;
    case '$Default':
      return template?.state.defaultVersion ?? undefined;
    default:
      return Number(templateVersion);
  }
}
