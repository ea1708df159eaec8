import {
  type Answer,
  managedPolicy,
  type PermissionSet,
  patternCovers,
  patternsOverlap,
  reachOf,
  type Statement,
} from '@podguard/policy';

interface Right {
  readonly policy: string;
  readonly statement: Statement | null;
  readonly text: string;
}

interface Effect {
  readonly answer: Answer;
  readonly missing: readonly string[];
}

const YES: Effect = { answer: 'yes', missing: [] };
const NO: Effect = { answer: 'no', missing: [] };
const MOST_CANDIDATES = 40;

/** How many actions may still be asked for, of all rights of a role; what comes later is not decided. */
export interface Questions {
  left: number;
}

/**
 * Whether something of a right is left after conditions, Deny statements and the boundary. Of a pattern single actions are
 * asked for: one that nobody names, and those that the policies speak of, as far as they count.
 */
export function isEffective(
  set: PermissionSet,
  right: Right,
  counts: (action: string) => boolean,
  questions: Questions,
): Effect {
  const { boundary } = set;
  const { statement, text } = right;
  if (statement === null) {
    if (isAllDenied(set)) return NO;
    const limited = boundary !== null && managedPolicy(boundary.name)?.kind !== 'administrator';
    return limited ? { answer: 'undecided', missing: [`boundary ${boundary.name}`] } : YES;
  }
  if (boundary === null && statement.conditions.length === 0 && !hasDeny(set)) return YES;
  const { actions, whole } = candidates(set, statement, text);
  const asked = actions.filter(counts).slice(0, MOST_CANDIDATES);
  questions.left -= asked.length;
  if (questions.left < 0)
    return { answer: 'undecided', missing: ['the policies hold more actions than are gone through'] };
  const reaches = asked.map((action) => reachOf(set, { actions: [action], target: anyResource(set) }));
  if (reaches.some(({ answer }) => answer === 'yes')) return YES;
  const open = reaches.filter(({ answer }) => answer === 'undecided').flatMap(({ missing }) => missing);
  if (open.length > 0) return { answer: 'undecided', missing: open };
  return whole ? NO : { answer: 'undecided', missing: [`${right.policy}: which of ${text} is left`] };
}

/** Of any region or none, as S3's are: a lone `*` would ask for one region after the other. */
function anyResource({ holder }: PermissionSet): string {
  return `arn:${holder.partition}:*:**:*:*`;
}

function hasDeny({ policies }: PermissionSet): boolean {
  return policies.some(
    ({ name, policy }) => isDenying(name) || policy?.statements.some(({ effect }) => effect === 'Deny'),
  );
}

/** Whether a Deny of everything, everywhere and always, leaves nothing of any policy. */
function isAllDenied({ policies, boundary }: PermissionSet): boolean {
  if (boundary !== null && isDenying(boundary.name)) return true;
  const isAll = (list: Statement['actions']): boolean => list?.some(({ value }) => value === '*') ?? false;
  return policies.some(
    ({ name, policy }) =>
      isDenying(name) ||
      policy?.statements.some(
        ({ effect, actions, resources, conditions }) =>
          effect === 'Deny' && conditions.length === 0 && isAll(actions) && isAll(resources),
      ),
  );
}

function isDenying(name: string): boolean {
  return managedPolicy(name)?.kind === 'denying';
}

/** `whole`: they stand for all that the right takes in. */
function candidates(
  { policies, boundary }: PermissionSet,
  { notActions }: Statement,
  text: string,
): { readonly actions: readonly string[]; readonly whole: boolean } {
  if (notActions === null && !isPattern(text)) return { actions: [text], whole: true };
  const named = [...policies, ...(boundary === null ? [] : [boundary])]
    .flatMap(({ policy }) => policy?.statements ?? [])
    .flatMap((statement) => [...(statement.actions ?? []), ...(statement.notActions ?? [])])
    .map(({ value }) => value.toLowerCase());
  const pattern = text.toLowerCase();
  const excepted = (notActions ?? []).map(({ value }) => value.toLowerCase());
  const takesIn = (action: string): boolean =>
    notActions === null
      ? patternCovers(pattern, action)
      : !excepted.some((other) => patternsOverlap(other, action) !== false);
  const within = named.filter(takesIn).map(sample);
  const own = notActions === null ? sample(text) : sample('*');
  const partly = named.some(
    (other) =>
      isPattern(other) &&
      !takesIn(other) &&
      !patternCovers(other, pattern) &&
      patternsOverlap(other, pattern) !== false,
  );
  return {
    actions: [...new Set([own, ...within])],
    whole: notActions === null && !partly && within.length < MOST_CANDIDATES,
  };
}

function isPattern(text: string): boolean {
  return /[*?]/.test(text);
}

/** An action that a pattern admits and that no policy is likely to name. */
function sample(pattern: string): string {
  if (!pattern.includes(':')) return 'podguard:Example';
  return pattern.replaceAll('*', 'PodguardExample').replaceAll('?', 'x');
}
