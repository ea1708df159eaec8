import { fieldsOf, isFields } from './kubernetes/fields.ts';

/** The service accounts that have a Pod Identity association. */
export interface Associations {
  /** ARNs by `namespace/service account`. */
  readonly arns: ReadonlyMap<string, string>;
  /** Whether there are no others: the whole list was given. */
  readonly complete: boolean;
}

/**
 * Answers of `aws eks list-pod-identity-associations` and `describe-pod-identity-association`, as JSON; undefined where the text is
 * neither. Shapes: https://docs.aws.amazon.com/eks/latest/APIReference/API_ListPodIdentityAssociations.html
 */
export function readAssociations(text: string): Associations | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const { associations, association, nextToken, NextToken } = fieldsOf(json);
  const listed = Array.isArray(associations)
    ? associations
    : isFields(association)
      ? [association]
      : undefined;
  if (listed === undefined) return undefined;
  const arns = new Map<string, string>();
  for (const one of listed.map(fieldsOf)) {
    const { namespace, serviceAccount, associationArn } = one;
    if (
      typeof namespace === 'string' &&
      typeof serviceAccount === 'string' &&
      typeof associationArn === 'string'
    )
      arns.set(`${namespace}/${serviceAccount}`, associationArn);
  }
  const more = typeof (nextToken ?? NextToken) === 'string';
  return { arns, complete: Array.isArray(associations) && !more };
}

/** Lists of several clusters, or several pages and single answers, together. */
export function joinAssociations(all: readonly Associations[]): Associations | undefined {
  if (all.length === 0) return undefined;
  return {
    arns: new Map(all.flatMap(({ arns }) => [...arns])),
    complete: all.some(({ complete }) => complete),
  };
}

/** The association of a service account: null where there is none, undefined where that is not known. */
export function associationOf(
  associations: Associations | undefined,
  namespace: string | null,
  serviceAccount: string,
): string | null | undefined {
  if (associations === undefined) return undefined;
  const { arns, complete } = associations;
  if (namespace !== null) return arns.get(`${namespace}/${serviceAccount}`) ?? (complete ? null : undefined);
  const somewhere = [...arns.keys()].some((name) => name.slice(name.indexOf('/') + 1) === serviceAccount);
  return somewhere || !complete ? undefined : null;
}
