import { associationKey, type PodIdentityAssociation, parseArn, type SetMembers } from '@podguard/core';
import type { Call } from '../mapper.ts';
import { first, flag, type Place, policyText, text, within } from '../parameters.ts';
import { keptTags } from '../tags.ts';

/** The association that an answer holds. */
export function answeredAssociation(call: Call): Place {
  return within(call.response, 'association');
}

/** From its ARN, else from the cluster and the id. */
export function keyOfAssociation(call: Call): string | undefined {
  const answered = answeredAssociation(call);
  const arn = text(answered, 'associationArn');
  const [type, cluster, id] = (arn ? parseArn(arn)?.resource.split('/') : undefined) ?? [];
  if (arn && type === 'podidentityassociation' && cluster && id) return arn;
  const name = clusterOf(answered, call.request);
  const associationId = first((place) => text(place, 'associationId'), answered, call.request);
  if (!name || !associationId) return undefined;
  return associationKey(call.partition, call.region, call.account, name, associationId);
}

type Fields = { readonly [F in keyof PodIdentityAssociation]: PodIdentityAssociation[F] | null | undefined };

/** The whole, by what these places say; an optional member that none names is absent where the last of them can be read. */
export function associationFields(call: Call, ...from: readonly Place[]): Fields {
  const answered = answeredAssociation(call);
  const named = (name: string) => first((place) => text(place, name), ...from);
  const disabled = first((place) => flag(place, 'disableSessionTags'), ...from);
  return {
    associationId: named('associationId') ?? undefined,
    clusterName: clusterOf(...from) ?? undefined,
    namespace: named('namespace') ?? undefined,
    serviceAccount: named('serviceAccount') ?? undefined,
    roleArn: named('roleArn') ?? undefined,
    targetRoleArn: named('targetRoleArn'),
    // Only answers name these two.
    externalId: text(answered, 'externalId'),
    ownerArn: text(answered, 'ownerArn'),
    // Tags are on by default: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
    disableSessionTags: disabled === null ? false : disabled,
    policy: first((place) => policyText(place, 'policy'), ...from),
    changedBy: changedBy(call),
  };
}

/** The whole, by what these places say. */
export function associationTags(...from: readonly Place[]): { readonly tags: SetMembers | null } {
  const tags = first((place) => keptTags(place, 'tags'), ...from);
  return { tags: tags === undefined ? null : (tags ?? {}) };
}

export function changedBy({ cause }: Call): string | undefined {
  const { principal } = cause.actor;
  return principal === 'unknown' ? undefined : principal;
}

/** EKS writes the cluster of the URI as `name`, in answers as `clusterName`. */
function clusterOf(...from: readonly Place[]): string | null | undefined {
  return first((place) => text(place, 'clusterName', 'name'), ...from);
}
