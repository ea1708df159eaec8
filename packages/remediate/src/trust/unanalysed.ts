import { canonicalJson, type JsonValue } from '@podguard/core';
import type { Policy, Principal, Statement } from '@podguard/policy';

const BY_TOKEN = 'sts:assumerolewithwebidentity';
const BY_SAML = 'sts:assumerolewithsaml';
const BY_AWS = ['sts:assumerole', 'sts:tagsession', 'sts:setsourceidentity'];
const BY_PODS = ['sts:assumerole', 'sts:tagsession'];
const PODS = 'pods.eks.amazonaws.com';

/**
 * Whether all that a policy allows and that is not analysed, other services or providers that only a wildcard names, is allowed by
 * another under the same conditions, and each of that one's Denies is still there.
 */
export function areUnanalysedKept(after: Policy, before: Policy): boolean {
  const unanalysed = partsOf(after, 'Allow').filter(({ isAnalysed }) => !isAnalysed);
  const allowed = textsOf(partsOf(before, 'Allow'));
  if (!unanalysed.every(({ text }) => allowed.has(text))) return false;
  return unanalysed.length === 0 || missingDenies(after, before).length === 0;
}

/** The Denies of a policy that another one does not have, by their paths. */
export function missingDenies(after: Policy, before: Policy): readonly string[] {
  const kept = textsOf(partsOf(after, 'Deny'));
  return [
    ...new Set(
      partsOf(before, 'Deny')
        .filter(({ text }) => !kept.has(text))
        .map(({ statement: { sid, path } }) => sid ?? path),
    ),
  ];
}

/** One principal, or all that are not named, with one action, under the conditions of the statement. */
interface Part {
  readonly statement: Statement;
  readonly text: string;
  readonly isAnalysed: boolean;
}

function partsOf({ version, statements }: Policy, effect: Statement['effect']): readonly Part[] {
  return statements
    .filter((statement) => statement.effect === effect)
    .flatMap((statement) => {
      const { principals, notPrincipals, actions, notActions, conditions } = statement;
      const when = conditions
        .map(({ written, lowerKey, values }) =>
          canonicalJson([written.toLowerCase(), lowerKey, values.map(({ value }) => value).sort()]),
        )
        .sort();
      const not = {
        principals: (notPrincipals ?? []).map(({ type, value }) => `${type} ${value}`).sort(),
        actions: (notActions ?? []).map(({ value }) => value.toLowerCase()).sort(),
      };
      return (principals ?? [null]).flatMap((principal) =>
        (actions ?? [null]).map((action): Part => {
          const who = principal && `${principal.type} ${principal.value}`;
          const what = action?.value.toLowerCase() ?? null;
          const part: JsonValue = [version, who, what, when, not];
          return { statement, text: canonicalJson(part), isAnalysed: isAnalysed(principal, what) };
        }),
      );
    });
}

function isAnalysed(principal: Principal | null, action: string | null): boolean {
  if (principal === null || action === null) return false;
  const { type, value } = principal;
  if (/[*?]/.test(value)) return false;
  if (type === 'AWS') return BY_AWS.includes(action);
  if (type === 'Service') return value.toLowerCase() === PODS && BY_PODS.includes(action);
  if (type !== 'Federated') return false;
  return action === (value.includes(':saml-provider/') ? BY_SAML : BY_TOKEN);
}

function textsOf(parts: readonly Part[]): ReadonlySet<string> {
  return new Set(parts.map(({ text }) => text));
}
