import { policyKeyFromArn, roleKeyFromArn } from './keys.ts';

const MOST_TEXTS = 1000;

/** The keys of the roles that a policy document names whole: as principals, in conditions, as resources. */
export const rolesNamedIn = remembered((text) => {
  const session = /^(arn:[^:]*):sts:([^:]*:[^:]*):assumed-role\/([^/]+)\//.exec(text);
  return roleKeyFromArn(session === null ? text : `${session[1]}:iam:${session[2]}:role/${session[3]}`);
});

/** The keys of the OIDC providers that a policy document names whole. */
export const providersNamedIn = remembered((text) =>
  /^arn:[^:]*:iam::\d+:oidc-provider\/./.test(text) ? text : undefined,
);

/** The keys of the customer managed policies that a policy document names whole: in conditions, as resources. */
export const policiesNamedIn = remembered(policyKeyFromArn);

/** Reads the texts of a document, each document once; what is no JSON names nothing. */
function remembered(keyOf: (text: string) => string | undefined): (document: string) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return (document) => {
    const old = known.get(document);
    if (old !== undefined) return old;
    const found = [...textsOf(document)].flatMap((text) => (/[*?$]/.test(text) ? [] : (keyOf(text) ?? [])));
    if (known.size >= MOST_TEXTS) known.delete(known.keys().next().value as string);
    known.set(document, found);
    return found;
  };
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
