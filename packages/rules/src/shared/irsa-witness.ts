import { type Evidence, type JsonValue, shortHash, type Witness } from '@podguard/core';
import {
  boxOfTexts,
  difference,
  evaluate,
  findWitness,
  type Language,
  listMembers,
  type Policy,
  type PolicyRequest,
  patternCovers,
  toDfa,
} from '@podguard/policy';
import { contextOf } from './aws-accounts.ts';
import { stepBudget } from './irsa-subjects.ts';
import type { IrsaTrust } from './irsa-trusts.ts';

/** One token that the policy admits: of the subjects, or of the audiences, that nobody meant. */
export interface Token {
  readonly trust: IrsaTrust;
  readonly request: PolicyRequest;
  readonly sub: string;
  readonly aud: string;
}

/** An admitted token whose claim lies in `unmeant`: checked, none at all, or not decided. */
export function findToken(
  trust: IrsaTrust,
  claim: 'sub' | 'aud',
  unmeant: Language,
): { readonly token: Token } | 'none' | 'undecided' {
  const { analysis } = trust.answer;
  const all = analysis.way.domainOf(claim).each;
  const meant = boxOfTexts({ [claim]: { present: difference(all, unmeant, stepBudget()) } });
  const found = findWitness(analysis, [meant], stepBudget());
  if (found.kind !== 'found') return found.kind;
  const { request, point } = found;
  // Each request of the way has both.
  const { sub, aud } = Object.fromEntries(point) as { readonly sub: string; readonly aud: string };
  return { token: { trust, request, sub, aud } };
}

/** What is open by a provider, so that a later state can be told from a wider one. */
export interface Opening {
  readonly provider: string;
  /** Texts or patterns that are all there is, or null where it takes more than such a list to say. */
  readonly texts: readonly string[] | null;
  /** The same for the same set of texts. */
  readonly language: string;
}

export function openingOf(trust: IrsaTrust, claim: 'sub' | 'aud', open: Language): Opening {
  const { words, rest } = open;
  const finite = listMembers(open, 50, stepBudget());
  const { edges, accepts } = toDfa({ words, rest }, stepBudget());
  return {
    provider: trust.provider,
    texts: finite ?? patternsOf(trust, claim),
    language: shortHash([JSON.stringify(edges), JSON.stringify(accepts)], 12),
  };
}

/** The values of positive conditions, where nothing else speaks of the claim and no Deny takes any away. */
function patternsOf({ answer, issuer }: IrsaTrust, claim: 'sub' | 'aud'): readonly string[] | null {
  const key = `${issuer}:${claim}`.toLowerCase();
  const patterns: string[] = [];
  for (const { statement, concerns, possible } of answer.analysis.statements) {
    if (!concerns || possible.length === 0) continue;
    if (statement.effect === 'Deny') return null;
    const own = statement.conditions.filter(({ lowerKey }) => lowerKey === key);
    const [only, another] = own;
    if (only === undefined) patterns.push('*');
    else if (another !== undefined || !/^String(Like|Equals)$/.test(only.operator)) return null;
    else
      patterns.push(...only.values.map(({ value }) => value).filter((text) => isMeant(only.operator, text)));
  }
  return patterns.some((pattern) => pattern.includes('${')) ? null : [...new Set(patterns)].sort();
}

/** Under StringEquals a wildcard is a character, which no claim has. */
function isMeant(operator: string, text: string): boolean {
  return operator === 'StringLike' || !/[*?]/.test(text);
}

/** Whether each thing that is open now was open before. */
export function coversOpenings(before: Witness, now: Witness): boolean {
  const earlier = openingsIn(before);
  return openingsIn(now).every((open) =>
    earlier.some(
      (old) => old.provider === open.provider && (old.language === open.language || isWithin(open, old)),
    ),
  );
}

function isWithin({ texts }: Opening, { texts: wider }: Opening): boolean {
  if (texts === null || wider === null) return false;
  return texts.every((text) => wider.some((pattern) => patternCovers(pattern, text)));
}

function openingsIn({ extent }: Witness): readonly Opening[] {
  return Array.isArray(extent) ? (extent as unknown as readonly Opening[]) : [];
}

/** The pod that gets the role, in words and as data. */
export function podWitness(
  { trust, request, sub, aud }: Token,
  role: string,
  open: readonly Opening[],
): Witness {
  const [, , namespace, name] = sub.split(':');
  const audience = aud === 'sts.amazonaws.com' ? [] : [`a token for ${JSON.stringify(aud)}`];
  const brought = withAll([...audience, ...broughtBy(trust.answer.analysis.policy, request)]);
  return {
    text: `A pod in namespace ${namespace} using service account ${name} of cluster ${trust.issuer}${brought} gets ${role}`,
    request: {
      action: 'sts:AssumeRoleWithWebIdentity',
      provider: trust.provider,
      sub,
      aud,
      context: contextOf(request),
    },
    extent: open as unknown as JsonValue,
  };
}

/** A time that a request is let in at is any: where it is not, nobody is accused. */
const CLAIM_OR_TIME = /:(sub|aud)$|^aws:(currenttime|epochtime)$/;

/** What a request has besides its token's subject and audience, each key as the policy writes it. */
export function broughtBy(policy: Policy, request: PolicyRequest): readonly string[] {
  const written = new Map(
    policy.statements.flatMap(({ conditions }) => conditions.map(({ lowerKey, key }) => [lowerKey, key])),
  );
  return Object.entries(contextOf(request))
    .filter(([key]) => !CLAIM_OR_TIME.test(key.toLowerCase()))
    .map(([key, values]) => `${written.get(key.toLowerCase()) ?? key} ${JSON.stringify(values.join(', '))}`);
}

export function withAll(brought: readonly string[]): string {
  return brought.length === 0 ? '' : `, with ${brought.join(' and ')},`;
}

/** The conditions of the Allow statements that let a token in, with what they come to: those on the claim in question first. */
export function admittedBy(
  policy: Policy,
  { trust, request }: Token,
  claim: 'sub' | 'aud',
): readonly Evidence[] {
  const matched = evaluate(policy, request).statements.filter(
    ({ effect, matched: outcome }) => effect === 'Allow' && outcome === 'yes',
  );
  const paths = new Set(matched.map(({ path }) => path));
  const vacuous = new Set(
    trust.answer.statements.flatMap(({ conditions }) =>
      conditions.filter(({ effect }) => effect === 'all').map(({ path }) => path),
    ),
  );
  const statements = policy.statements.filter(({ path }) => paths.has(path));
  return statements.flatMap(({ path, conditions }) => {
    if (conditions.length === 0) return [{ path, value: 'no condition' }];
    const ofClaim = conditions.filter(({ lowerKey }) => lowerKey.endsWith(`:${claim}`));
    return [...new Set([...ofClaim, ...conditions])].map((condition) => {
      const values = listed(condition.values.map(({ value }) => value));
      return {
        path: condition.path,
        value: vacuous.has(condition.path) ? `${values} (holds for every token of ${trust.issuer})` : values,
      };
    });
  });
}

const MOST = 5;

export function listed(texts: readonly string[], joint = ' or '): string {
  const more = texts.length > MOST ? ` and ${texts.length - MOST} more` : '';
  return `${texts.slice(0, MOST).join(joint)}${more}`;
}

/** The issuers under one plain word, by which a mend finds them. */
export function issuerEvidence(trusts: readonly IrsaTrust[]): readonly Evidence[] {
  return [...new Set(trusts.map(({ issuer }) => issuer))].map((value) => ({ path: 'issuer', value }));
}

export function andMore(count: number): string {
  return count > 1 ? ` and of ${count - 1} more` : '';
}
