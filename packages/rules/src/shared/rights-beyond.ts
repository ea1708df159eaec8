import { managedPolicy, type PermissionSet, reachOf, type Statement } from '@podguard/policy';
import { DENYING_POLICIES } from '../data/standard-node-policies.ts';

/** Whether one set of rights has something that another lacks. */
export type Beyond =
  | { readonly answer: 'yes'; readonly path: string; readonly value: string }
  | { readonly answer: 'no' }
  | { readonly answer: 'unknown'; readonly missing: readonly string[] };

interface Right {
  readonly path: string;
  readonly action: string;
  readonly resource: string;
}

const MOST_QUESTIONS = 60;
const AWS_POLICY = /^arn:[^:]+:iam::aws:policy\/(?:.*\/)?([^/]+)$/;

/**
 * Of documents what each statement allows is asked of the other; of AWS's policies, of which names are known, those count
 * that the other has not, where nothing else that it has could hold the same.
 */
export function rightsBeyond(now: PermissionSet, before: PermissionSet): Beyond {
  const open = new Set<string>();
  const names = new Set(before.policies.map(({ name }) => name));
  for (const { name, policy } of now.policies) {
    if (policy !== null || names.has(name) || isReadOnlyOf(name, names)) continue;
    if (managedPolicy(name)?.kind === 'denying') continue;
    if (DENYING_POLICIES.includes(AWS_POLICY.exec(name)?.[1] ?? '')) continue;
    const known = AWS_POLICY.test(name) && now.boundary === null;
    if (known && before.policies.every((one) => isWithin(one.name, name, now)))
      return { answer: 'yes', path: 'policy', value: name };
    open.add(`policy ${name}`);
  }
  const rights = now.policies.flatMap(({ name, policy }) =>
    (policy?.statements ?? []).flatMap((one) => rightsOf(name, one)),
  );
  if (rights.length > MOST_QUESTIONS) open.add('the policies hold more rights than are compared');
  for (const right of rights.slice(0, MOST_QUESTIONS)) {
    const found = compare(right, now, before);
    if (found === 'more')
      return { answer: 'yes', path: right.path, value: `${right.action} on ${right.resource}` };
    if (found !== 'covered') for (const reason of found) open.add(reason);
  }
  return open.size === 0 ? { answer: 'no' } : { answer: 'unknown', missing: [...open] };
}

function rightsOf(policy: string, { effect, path, actions, resources }: Statement): readonly Right[] {
  if (effect === 'Deny') return [];
  if (actions === null || resources === null) {
    return [
      { path: `${policy}: ${path}`, action: 'podguard:Example', resource: 'arn:aws:podguard:::example' },
    ];
  }
  return actions.flatMap((action) =>
    resources.map(({ value }) => ({
      path: `${policy}: ${action.path}`,
      action: action.value,
      resource: value,
    })),
  );
}

/** More: the one reaches all that is asked for, the other not; or the one something, the other nothing. */
function compare(
  { action, resource }: Right,
  now: PermissionSet,
  before: PermissionSet,
): 'more' | 'covered' | readonly string[] {
  const target = resource === '*' ? `arn:${now.holder.partition}:*:**:*:*` : resource;
  const question = { actions: [sample(action)], target };
  const had = reachOf(before, question);
  if (had.sure === 'anything') return 'covered';
  const has = reachOf(now, question);
  if (has.answer === 'no') return 'covered';
  const vague = before.policies.filter(
    ({ name, policy }) => policy === null && managedPolicy(name)?.whole !== true,
  );
  const lacks = had.answer === 'no' || (has.sure === 'anything' && had.possible !== 'anything');
  if (has.answer === 'yes' && lacks && vague.length === 0) return 'more';
  return [
    ...had.missing,
    ...has.missing,
    ...vague.map(({ name }) => `policy ${name}`),
    `${action} on ${resource}`,
  ];
}

/** What the pattern takes in and no policy is likely to name. */
function sample(pattern: string): string {
  if (!pattern.includes(':')) return 'podguard:Example';
  return pattern.replaceAll('*', 'PodguardExample').replaceAll('?', 'x');
}

function isWithin(name: string, added: string, now: PermissionSet): boolean {
  return now.policies.some((one) => one.name === name) || isReadOnlyOf(name, new Set([added]));
}

/** `AmazonS3ReadOnlyAccess` of `AmazonS3FullAccess`. */
function isReadOnlyOf(name: string, others: ReadonlySet<string>): boolean {
  return (
    AWS_POLICY.test(name) &&
    name.endsWith('ReadOnlyAccess') &&
    others.has(name.replace(/ReadOnlyAccess$/, 'FullAccess'))
  );
}
