import { type Fields, fieldsOf, isFields } from './kubernetes/fields.ts';
import { yamlDocuments } from './kubernetes/yaml-documents.ts';

/** The service accounts that have a Pod Identity association. */
export interface Associations {
  /** ARNs by `namespace/service account`. */
  readonly arns: ReadonlyMap<string, string>;
  /** Whether there are no others: the whole list was given. */
  readonly complete: boolean;
}

/**
 * Answers of `aws eks list-pod-identity-associations` and `describe-pod-identity-association`, one or several after another or in
 * a list, as JSON or YAML, or what `--query associations` leaves of one; undefined where the text is none of these. A list counts as
 * the whole one unless its answer has a next page.
 * Shapes: https://docs.aws.amazon.com/eks/latest/APIReference/API_ListPodIdentityAssociations.html
 */
export function readAssociations(text: string): Associations | undefined {
  const answers = valuesOf(text.replace(/^\ufeff/, '')).map(readAnswer);
  const read = answers.filter((one) => one !== undefined);
  return read.length < answers.length ? undefined : joinAssociations(read);
}

/** Line breaks do not stand within JSON texts: after a bracket that closes and before one that opens one answer ends. */
const NEXT_JSON = /(?<=[}\]])[^\S\n]*\n\s*(?=[{[])/;
const NEXT_YAML = /^(?=associations?:)/m;

function valuesOf(text: string): readonly unknown[] {
  try {
    return text.split(NEXT_JSON).map((part): unknown => JSON.parse(part));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return text
    .split(NEXT_YAML)
    .flatMap((part) => [...yamlDocuments(part, /./)])
    .map((document) => (document.kind === 'value' ? document.value : undefined));
}

function readAnswer(answer: unknown): Associations | undefined {
  if (Array.isArray(answer)) {
    const answers = answer.map(fieldsOf);
    // `--query associations` leaves what has no role; several single answers, slurped, have one.
    if (answers.length > 0 && answers.every(isAssociation))
      return listed(
        answers,
        answers.every(({ roleArn }) => roleArn === undefined),
      );
    const read = answers.map(readAnswer).filter((one) => one !== undefined);
    return read.length < answers.length ? undefined : joinAssociations(read);
  }
  const { associations, association, nextToken, NextToken } = fieldsOf(answer);
  if (Array.isArray(associations))
    return listed(associations.map(fieldsOf), typeof (nextToken ?? NextToken) !== 'string');
  const one = association ?? answer;
  return isFields(one) && isAssociation(one) ? listed([one], false) : undefined;
}

function isAssociation({ namespace, serviceAccount, associationArn }: Fields): boolean {
  return [namespace, serviceAccount, associationArn].every((value) => typeof value === 'string');
}

/** What a query left without names may be anybody's. */
function listed(all: readonly Fields[], complete: boolean): Associations {
  const named = all.filter(isAssociation);
  return {
    arns: new Map(
      named.map(({ namespace, serviceAccount, associationArn }) => [
        `${String(namespace)}/${String(serviceAccount)}`,
        String(associationArn),
      ]),
    ),
    complete: complete && named.length === all.length,
  };
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
