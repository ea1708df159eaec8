import { parsePolicy } from '@podguard/policy';

/** A statement as it is written. */
export type RawStatement = Readonly<Record<string, unknown>>;

/** A trust policy as it is written: what a plan does not change stays word for word. */
export interface RawTrust {
  readonly rest: Readonly<Record<string, unknown>>;
  readonly statements: readonly RawStatement[];
}

/** Null where the text is no policy document. */
export function readRawTrust(text: string): RawTrust | null {
  if (!parsePolicy(text).ok) return null;
  const json = text.trim().startsWith('%') ? decodeURIComponent(text) : text;
  const { Statement, ...rest } = JSON.parse(json) as Readonly<Record<string, unknown>>;
  return {
    rest,
    statements: (Array.isArray(Statement) ? Statement : [Statement]) as readonly RawStatement[],
  };
}

export const EMPTY_TRUST: RawTrust = { rest: { Version: '2012-10-17' }, statements: [] };

export function withStatements(trust: RawTrust, added: readonly RawStatement[]): RawTrust {
  return { ...trust, statements: [...trust.statements, ...added] };
}

export function writeTrust({ rest, statements }: RawTrust): string {
  return `${JSON.stringify({ ...rest, Statement: statements }, null, 2)}\n`;
}

/** IAM does not count white space against the quota of a trust policy's length. */
export function lengthOf(trust: RawTrust): number {
  return JSON.stringify({ ...trust.rest, Statement: trust.statements }).replace(/\s/g, '').length;
}

/**
 * Takes principals out of the Allow statements: what names nobody else goes as a whole, what names others too stays for
 * those. A Deny stays: it lets nobody in.
 */
export function withoutPrincipals(
  trust: RawTrust,
  isOut: (type: string, value: string) => boolean,
): RawTrust {
  return { ...trust, statements: trust.statements.flatMap((statement) => kept(statement, isOut)) };
}

/** Whether it is an Allow for one of these. */
export function namesPrincipal(
  { Effect, Principal }: RawStatement,
  isOf: (type: string, value: string) => boolean,
): boolean {
  if (Effect !== 'Allow' || typeof Principal !== 'object' || Principal === null) return false;
  return Object.entries(Principal).some(([type, written]) =>
    [written].flat().some((value) => typeof value === 'string' && isOf(type, value)),
  );
}

function kept(
  statement: RawStatement,
  isOut: (type: string, value: string) => boolean,
): readonly RawStatement[] {
  const { Effect, Principal } = statement;
  if (Effect !== 'Allow' || typeof Principal !== 'object' || Principal === null) return [statement];
  let changed = false;
  const left = Object.entries(Principal).flatMap(
    ([type, written]): readonly (readonly [string, unknown])[] => {
      const values: readonly unknown[] = Array.isArray(written) ? written : [written];
      const staying = values.filter((value) => !(typeof value === 'string' && isOut(type, value)));
      if (staying.length === values.length) return [[type, written]];
      changed = true;
      if (staying.length === 0) return [];
      return [[type, staying.length === 1 ? staying[0] : staying]];
    },
  );
  if (!changed) return [statement];
  return left.length === 0 ? [] : [{ ...statement, Principal: Object.fromEntries(left) }];
}
