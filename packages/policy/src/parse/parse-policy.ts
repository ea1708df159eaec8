import type { Policy, PolicyVersion, Statement } from '../policy.ts';
import { asObject, describe, readOptionalString, refuseUnknown } from './elements.ts';
import { DEFAULT_LIMITS, type ParseLimits } from './limits.ts';
import { parseStatement } from './parse-statement.ts';
import { PolicyProblem } from './policy-problem.ts';
import { type Json, type JsonObject, toJson } from './to-json.ts';

/** A path of `''` is the document as a whole. */
export type ParseResult =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly error: { readonly path: string; readonly message: string } };

/**
 * Reads an IAM policy document, for trust or for permissions, from JSON text, from URL-encoded JSON text or from an
 * already parsed object. It never throws. Of a key that stands twice in one object the last is kept, as JSON.parse
 * does; IAM stores no such document.
 *
 * @example
 * const result = parsePolicy('{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}');
 * if (result.ok) console.log(result.policy.statements[0].path); // Statement
 */
export function parsePolicy(input: unknown, limits: Partial<ParseLimits> = {}): ParseResult {
  try {
    return { ok: true, policy: readPolicy(input, { ...DEFAULT_LIMITS, ...limits }) };
  } catch (error) {
    if (error instanceof PolicyProblem) return refused(error.path, error.message);
    // A getter or a proxy in the object that was given may throw whatever it likes.
    return refused('', 'cannot be read');
  }
}

function refused(path: string, message: string): ParseResult {
  return { ok: false, error: { path, message } };
}

function readPolicy(input: unknown, limits: ParseLimits): Policy {
  const document = asObject(toJson(input, limits), '');
  refuseUnknown(document, ['Version', 'Id', 'Statement'], '');
  return {
    version: readVersion(document),
    id: readOptionalString(document, 'Id', ''),
    statements: readStatements(document.get('Statement'), limits),
  };
}

/**
 * Without a version a document is of 2008.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html
 */
function readVersion(document: JsonObject): PolicyVersion {
  const version = document.get('Version');
  if (version === undefined) return '2008-10-17';
  if (version === '2012-10-17' || version === '2008-10-17') return version;
  throw new PolicyProblem('Version', `must be 2012-10-17 or 2008-10-17, is ${describe(version)}`);
}

function readStatements(json: Json | undefined, { maxStatements }: ParseLimits): readonly Statement[] {
  if (json === undefined) throw new PolicyProblem('Statement', 'must be there');
  if (!Array.isArray(json)) return [parseStatement(json, 'Statement')];
  if (json.length === 0) throw new PolicyProblem('Statement', 'must hold at least one statement');
  if (json.length > maxStatements) {
    throw new PolicyProblem('Statement', `must have at most ${maxStatements} statements (maxStatements)`);
  }
  return (json as readonly Json[]).map((statement, index) =>
    parseStatement(statement, `Statement[${index}]`),
  );
}
