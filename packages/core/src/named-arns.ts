import { matchesGlob } from './glob.ts';
import { policyKeyFromArn, roleKeyFromArn } from './keys.ts';

const MOST_TEXTS = 1000;

/** The keys of the roles that a policy document names whole: as principals, in conditions, as resources. */
export const rolesNamedIn = remembered((document) =>
  wholeIn(document, (text) => {
    const session = /^(arn:[^:]*):sts:([^:]*:[^:]*):assumed-role\/([^/]+)\//.exec(text);
    return roleKeyFromArn(session === null ? text : `${session[1]}:iam:${session[2]}:role/${session[3]}`);
  }),
);

/** The keys of the customer managed policies that a policy document names whole: in conditions, as resources. */
export const policiesNamedIn = remembered((document) => wholeIn(document, policyKeyFromArn));

/** The keys of the OIDC providers that a policy document names whole. */
export const providersNamedIn = remembered((document) =>
  wholeIn(document, (text) => (/^arn:[^:]*:iam::\d+:oidc-provider\/./.test(text) ? text : undefined)),
);

/** The ids of the accounts whose identities a trust policy leaves to their own policies; `*` is any. */
export const accountsTrustedIn = remembered((document) =>
  allowsOf(document).flatMap(({ Principal, NotPrincipal }) => {
    if (NotPrincipal !== undefined) return ['*'];
    const principals = isObject(Principal) ? textsIn(Principal.AWS) : textsIn(Principal);
    return principals.flatMap((text) => /^(?:arn:[^:]*:iam::)?(\d{12}|\*)(?::root)?$/.exec(text)?.[1] ?? []);
  }),
);

/** The resources that a permission policy names by patterns where it lets roles be assumed. */
export const rolePatternsIn = remembered((document) =>
  allowsOf(document).flatMap(({ Action, NotAction, Resource, NotResource }) => {
    const actions = textsIn(Action).map((text) => text.toLowerCase().replaceAll('?', '*'));
    if (NotAction === undefined && !actions.some((action) => matchesGlob(action, 'sts:assumerole')))
      return [];
    return NotResource === undefined ? textsIn(Resource).filter((text) => PATTERN.test(text)) : ['*'];
  }),
);

const PATTERN = /[*?$]/;

function remembered(read: (document: string) => readonly string[]): (document: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (document) => {
    const old = known.get(document);
    if (old !== undefined) return old;
    const found = read(document);
    if (known.size >= MOST_TEXTS) known.delete(known.keys().next().value as string);
    known.set(document, found);
    return found;
  };
}

/** Of the texts of a document, those that are no patterns; what is no JSON names nothing. */
function wholeIn(document: string, keyOf: (text: string) => string | undefined): readonly string[] {
  return [...textsOf(document)].flatMap((text) => (PATTERN.test(text) ? [] : (keyOf(text) ?? [])));
}

type Json = Readonly<Record<string, unknown>>;

/** The statements of a policy document that allow something; none of what is no JSON. */
function allowsOf(document: string): readonly Json[] {
  try {
    const policy: unknown = JSON.parse(document);
    const statements = isObject(policy) ? [policy.Statement].flat() : [];
    return statements.filter(isObject).filter(({ Effect }) => Effect === 'Allow');
  } catch {
    return [];
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textsIn(value: unknown): readonly string[] {
  return [value].flat().filter((text) => typeof text === 'string');
}

function textsOf(document: string): ReadonlySet<string> {
  const found = new Set<string>();
  try {
    JSON.parse(document, (_, value: unknown) => {
      if (typeof value === 'string') found.add(value);
      return null;
    });
  } catch {
    return found;
  }
  return found;
}
