import type { SetMembers } from '@podguard/core';
import { type ParseResult, type Policy, parsePolicy } from '@podguard/policy';
import { isTemplate } from './kubernetes/fields.ts';

export const DOCUMENT_KINDS = ['trust-policy', 'permission-policy'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** What the file says of the role whose document it is; absent where it does not say. */
export interface RoleFacts {
  readonly arn?: string;
  readonly name?: string;
  /** What stands for it in its file where no ARN is known: `Role/web/app`. */
  readonly place?: string;
  readonly roleId?: string;
  /** Null where the role is known to have none. */
  readonly boundary?: string | null;
  readonly maxSessionDuration?: number;
  readonly tags?: SetMembers;
  /** Names of the inline policies and ARNs of the managed ones, each where all are told. */
  readonly policies?: {
    readonly inline: readonly string[] | undefined;
    readonly attached: readonly string[] | undefined;
  };
}

/** One policy document of a file. */
export interface PolicyDocument {
  readonly kind: DocumentKind;
  /** Its JSON text, without spaces. */
  readonly text: string;
  readonly role: RoleFacts;
  /** The name of an inline policy, or a managed one's ARN, where the file says it. */
  readonly policyName: string | null;
  /** The ARN of the managed policy whose document it is: it belongs to the roles that have it attached. */
  readonly managed?: string;
  /** The line of the file on which a part of it begins, by the part's path in the document. */
  readonly lineOf: (path: string) => number;
}

interface Fault {
  readonly path: string;
  readonly message: string;
}

type Judged =
  | { readonly kind: DocumentKind; readonly templates: readonly Fault[] }
  | { readonly passOver: string }
  | { readonly error: Fault };

/** Which kind a document is: as asked for, else by its statements. */
export function kindOf(document: unknown, asked: DocumentKind | undefined): Judged {
  const parsed: ParseResult = parsePolicy(document);
  if (!parsed.ok) return { error: parsed.error };
  const kind = asked ?? guess(parsed.policy);
  if (kind === 'resource-policy')
    return { passOver: 'a resource policy, with a Principal and a Resource; --kind judges it nevertheless' };
  const lacking =
    kind === 'trust-policy' ? parsed.policy.statements.find((one) => !hasPrincipal(one)) : undefined;
  if (lacking === undefined) return { kind, templates: templatesIn(parsed.policy) };
  return { error: { path: lacking.path, message: 'a statement of a trust policy needs a Principal' } };
}

function guess({ statements }: Policy): DocumentKind | 'resource-policy' {
  if (!statements.some(hasPrincipal)) return 'permission-policy';
  const namesResource = statements.some(
    ({ resources, notResources }) => resources !== null || notResources !== null,
  );
  return namesResource ? 'resource-policy' : 'trust-policy';
}

function hasPrincipal({ principals, notPrincipals }: Policy['statements'][number]): boolean {
  return principals !== null || notPrincipals !== null;
}

/**
 * Principals and actions that something else will stand for: no policy variable may be there.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-wheretouse
 */
function templatesIn({ statements }: Policy): readonly Fault[] {
  return statements
    .flatMap((one) => [one.principals, one.notPrincipals, one.actions, one.notActions])
    .flatMap((texts) => texts ?? [])
    .filter(({ value }) => isTemplate(value))
    .map(({ path, value }) => ({
      path,
      message: `${JSON.stringify(value)} is a template that is not rendered, so nobody can say what it lets in; give the document as it will be applied`,
    }));
}
