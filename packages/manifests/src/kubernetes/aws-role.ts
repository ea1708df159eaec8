import type { SetMembers } from '@podguard/core';
import type { HeldDocument } from '../held-document.ts';
import { permissions } from '../held-roles.ts';
import type { RoleFacts } from '../policy-document.ts';
import { type Asked, type AskedPart, askedOf, askedText } from './aws-objects.ts';
import type { ObjectHead } from './draft.ts';
import { type Fields, fieldsOf, isFields, listOf, literalOf } from './fields.ts';

/**
 * The documents of a Role of ACK (`iam.services.k8s.aws`) or Crossplane (`iam.aws.upbound.io`, `iam.aws.m.upbound.io`,
 * `iam.aws.crossplane.io`). ACK takes away from the role what it does not name; with Crossplane
 * other objects may give it more, unless it names all of a kind itself.
 * Shapes: https://aws-controllers-k8s.github.io/docs/api-reference/iam/v1alpha1/role,
 * https://marketplace.upbound.io/providers/upbound/provider-aws-iam/latest/resources/iam.aws.upbound.io/Role/v1beta1
 */
export function roleDocuments(head: ObjectHead, object: Fields): readonly HeldDocument[] {
  const asked = askedOf(object);
  const isWhole = !isFields(fieldsOf(object.spec).forProvider);
  const inline = inlineIn(asked, isWhole);
  const facts = factsOf(head, object, asked, {
    inline: inline?.map(({ name }) => name),
    attached: attachedIn(asked, isWhole),
  });
  const trust = asked('assumeRolePolicy', 'assumeRolePolicyDocument');
  const own: readonly HeldDocument[] = isText(trust.value)
    ? [{ document: trust.value, place: trust.place, role: facts, policyName: null, kind: 'trust-policy' }]
    : [];
  return [
    ...own,
    ...(inline ?? []).flatMap(({ name, document, place }) =>
      isText(document) ? [permissions(document, place, facts, name)] : [],
    ),
  ];
}

function factsOf(
  head: ObjectHead,
  object: Fields,
  asked: Asked,
  policies: NonNullable<RoleFacts['policies']>,
): RoleFacts {
  const { ackResourceMetadata, atProvider } = fieldsOf(object.status);
  const arn = literalOf(fieldsOf(ackResourceMetadata).arn ?? fieldsOf(atProvider).arn);
  const name = nameOf(head, object, asked);
  const boundary = askedText(asked, ['permissionsBoundary'], ['permissionsBoundaryRef']);
  const tags = tagsOf(asked('tags'));
  // An hour where nobody says: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
  const duration = asked('maxSessionDuration').value ?? 3600;
  return {
    place: [head.type, ...(head.namespace === null ? [] : [head.namespace]), head.name].join('/'),
    policies,
    ...(arn ? { arn } : {}),
    ...(name ? { name } : {}),
    ...(boundary === undefined ? {} : { boundary }),
    ...(tags === undefined ? {} : { tags }),
    ...(typeof duration === 'number' ? { maxSessionDuration: duration } : {}),
  };
}

/** Of Crossplane an annotation names it, or else the object's own name. */
function nameOf({ name }: ObjectHead, { spec, metadata }: Fields, asked: Asked): string | null | undefined {
  if (!isFields(fieldsOf(spec).forProvider)) return literalOf(asked('name').value);
  const { annotations, name: given } = fieldsOf(metadata);
  const external = fieldsOf(annotations)['crossplane.io/external-name'];
  return literalOf(external ?? (given === undefined ? undefined : name));
}

interface Inline {
  readonly name: string;
  readonly document: unknown;
  readonly place: readonly (string | number)[];
}

/** Undefined where other objects may give it inline policies. */
function inlineIn(asked: Asked, isWhole: boolean): readonly Inline[] | undefined {
  const { value, place } = asked('inlinePolicy', 'inlinePolicies');
  if (Array.isArray(value))
    return value.map(fieldsOf).flatMap(({ name, policy }, index) => {
      const isNone = name === undefined && policy === undefined;
      const called = literalOf(name) || `${place.at(-1)}[${index}]`;
      return isNone ? [] : [{ name: called, document: policy, place: [...place, index, 'policy'] }];
    });
  if (isFields(value))
    return Object.entries(value).map(([name, document]) => ({ name, document, place: [...place, name] }));
  return isWhole && (value ?? null) === null ? [] : undefined;
}

/** Undefined where others may be attached: by reference, by a template, by other objects. */
function attachedIn(asked: Asked, isWhole: boolean): readonly string[] | undefined {
  const { value } = asked('policies', 'managedPolicyArns');
  if (listOf(asked('policyRefs').value).length > 0 || (!isWhole && !Array.isArray(value))) return undefined;
  const arns = listOf(value).map(literalOf);
  return arns.every(isText) ? arns : undefined;
}

/** A list of keys and values, or values by keys. */
function tagsOf({ value }: AskedPart): SetMembers | undefined {
  const pairs = Array.isArray(value)
    ? value.map(fieldsOf).map(({ key, value: own }) => [literalOf(key), literalOf(own ?? '')] as const)
    : Object.entries(fieldsOf(value)).map(([key, own]) => [key, literalOf(own ?? '')] as const);
  const told = pairs.flatMap(([key, own]) => (isText(key) && typeof own === 'string' ? [[key, own]] : []));
  if (pairs.length === 0 || told.length < pairs.length) return undefined;
  return Object.fromEntries(told.map(([key = '', own = '']) => [key.toLowerCase(), own]));
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
