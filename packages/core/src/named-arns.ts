import { matchesGlob } from './glob.ts';
import { policyKeyFromArn, roleKeyFromArn } from './keys.ts';

/** The keys of the roles that a policy document names whole: as principals, in conditions, as resources. */
export const rolesNamedIn = (document: string): readonly string[] => namedIn(document).roles;

/** The keys of the customer managed policies that a policy document names whole: in conditions, as resources. */
export const policiesNamedIn = (document: string): readonly string[] => namedIn(document).policies;

/** The keys of the OIDC providers that a policy document names whole. */
export const providersNamedIn = (document: string): readonly string[] => namedIn(document).providers;

/** The ids of the accounts whose identities a trust policy leaves to their own policies; `*` is any. */
export const accountsTrustedIn = (document: string): readonly string[] => namedIn(document).accounts;

/** The resources that a permission policy names by patterns where it lets roles be assumed. */
export const rolePatternsIn = (document: string): readonly string[] => namedIn(document).rolePatterns;

interface Named {
  readonly roles: readonly string[];
  readonly policies: readonly string[];
  readonly providers: readonly string[];
  readonly accounts: readonly string[];
  readonly rolePatterns: readonly string[];
}

const NOBODY: Named = { roles: [], policies: [], providers: [], accounts: [], rolePatterns: [] };
const MOST_DOCUMENTS = 1000;
const known = new Map<string, Named>();

/** A document is parsed once for all that is asked of it; what is no JSON names nothing. */
function namedIn(document: string): Named {
  const old = known.get(document);
  if (old !== undefined) return old;
  const found = read(document);
  if (known.size >= MOST_DOCUMENTS) known.delete(known.keys().next().value as string);
  known.set(document, found);
  return found;
}

const PATTERN = /[*?$]/;

function read(document: string): Named {
  try {
    const policy: unknown = JSON.parse(document);
    const whole = [...textsOf(policy)].filter((text) => !PATTERN.test(text));
    const allows = allowsOf(policy);
    return {
      roles: whole.flatMap((text) => roleIn(text) ?? []),
      policies: whole.flatMap((text) => policyKeyFromArn(text) ?? []),
      providers: whole.filter((text) => /^arn:[^:]*:iam::\d+:oidc-provider\/./.test(text)),
      accounts: allows.flatMap(accountsIn),
      rolePatterns: allows.flatMap(patternsIn),
    };
  } catch {
    return NOBODY;
  }
}

function roleIn(text: string): string | undefined {
  const session = /^(arn:[^:]*):sts:([^:]*:[^:]*):assumed-role\/([^/]+)\//.exec(text);
  return roleKeyFromArn(session === null ? text : `${session[1]}:iam:${session[2]}:role/${session[3]}`);
}

type Json = Readonly<Record<string, unknown>>;

function accountsIn({ Principal, NotPrincipal }: Json): readonly string[] {
  if (NotPrincipal !== undefined) return ['*'];
  const principals = isObject(Principal) ? textsIn(Principal.AWS) : textsIn(Principal);
  return principals.flatMap((text) => /^(?:arn:[^:]*:iam::)?(\d{12}|\*)(?::root)?$/.exec(text)?.[1] ?? []);
}

function patternsIn({ Action, NotAction, Resource, NotResource }: Json): readonly string[] {
  const actions = textsIn(Action).map((text) => text.toLowerCase().replaceAll('?', '*'));
  if (NotAction === undefined && !actions.some((action) => matchesGlob(action, 'sts:assumerole'))) return [];
  return NotResource === undefined ? textsIn(Resource).filter((text) => PATTERN.test(text)) : ['*'];
}

/** The statements of a policy document that allow something. */
function allowsOf(policy: unknown): readonly Json[] {
  const statements = isObject(policy) ? [policy.Statement].flat() : [];
  return statements.filter(isObject).filter(({ Effect }) => Effect === 'Allow');
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textsIn(value: unknown): readonly string[] {
  return [value].flat().filter((text) => typeof text === 'string');
}

/** All texts of a document, however deep: what the stack has room for differs from call to call. */
function textsOf(document: unknown): ReadonlySet<string> {
  const texts = new Set<string>();
  const parts = [document];
  for (const part of parts) {
    if (typeof part === 'string') texts.add(part);
    else if (typeof part === 'object' && part !== null)
      for (const member of Object.values(part)) parts.push(member);
  }
  return texts;
}
