import {
  type GuardAnswer,
  type JsonValue,
  KINDS,
  matchesGlob,
  parseArn,
  type RelatedOf,
  type RemediationPlan,
  type Resource,
  roleKey,
  roleKeyFromArn,
} from '@podguard/core';
import type { Guard, GuardInput } from '../guard.ts';
import { no, unanswerable, yes } from './answers.ts';
import { arnsIn, matches, namesOfTarget, ofUsers, tagOf, tagsIn, userOf } from './names.ts';

export const notDenied: Guard = {
  id: 'not-denied',
  title: 'Nothing that it touches is on the deny list',
  check(input) {
    const { deny } = input.settings;
    const resource = namesOf(input).find((name) => matches(deny.resources, name));
    if (resource !== undefined) return no(`${resource} is on the deny list`);
    const user = userOf(input);
    if (user !== undefined && matches(ofUsers(deny.resources), user))
      return no(`its user ${user} is on the deny list`);
    const callers = instanceRoles(input);
    const whole = [...arnsOf(input), ...(callers ?? []).flatMap(({ arn }) => arn ?? [])];
    const known = new Set(whole.map(roleKeyFromArn));
    const pathless = [...keysOf(input), ...(callers ?? []).map(({ key }) => key)].filter(
      (key) => !known.has(key),
    );
    const role = [...whole, ...pathless].find(
      (arn) => matches(deny.roles, arn) || matches(deny.roles, nameOf(arn)),
    );
    if (role !== undefined) return no(`the role ${role} is on the deny list`);
    const doubtful = pathless.find((key) => matches(deny.roles.map(leavingPathOut), key));
    if (doubtful !== undefined)
      return unanswerable(`the path of the role ${doubtful} is not known, and the deny list has one`);
    if (callers === undefined && deny.roles.length > 0)
      return unanswerable('which role the instance has is not known');
    return deniedByTag(input);
  },
};

function namesOf(input: GuardInput): readonly string[] {
  return [...namesOfTarget(input), input.remediation.key, ...arnsIn(input.subject)];
}

interface Named {
  readonly key: string;
  readonly arn: string | undefined;
}

/** By which an instance calls; undefined where that is not known. */
function instanceRoles({ plan, target, related }: GuardInput): readonly Named[] | undefined {
  if (plan.target.kind !== 'ec2-instance') return [];
  if ((target as Resource<'ec2-instance'> | undefined)?.state.profileArn === null) return [];
  const { roles } = (related ?? {}) as Partial<RelatedOf['ec2-instance']>;
  if (roles === undefined || roles.length === 0) return undefined;
  return roles.map((role) =>
    'missing' in role
      ? { key: role.missing, arn: undefined }
      : { key: role.key, arn: role.state.arn ?? undefined },
  );
}

/** Keys leave paths out, which people may write. */
function leavingPathOut(pattern: string): string {
  return pattern.replace(/:role\/.*\//, ':role/');
}

function deniedByTag({ plan, settings, target, subject }: GuardInput): GuardAnswer {
  const { kind, key } = plan.target;
  const besides =
    subject === undefined || subject.key === key ? [] : [tagsOf(subject.kind, subject, settings)];
  return [tagsOf(kind, target, settings), ...besides].find(({ ok }) => !ok) ?? yes;
}

function tagsOf(
  kind: Resource['kind'],
  view: Resource | undefined,
  { deny }: GuardInput['settings'],
): GuardAnswer {
  const wanted = Object.entries(deny.tags);
  if (wanted.length === 0 || !(KINDS[kind].sets as readonly string[]).includes('tags')) return yes;
  const tags = tagsIn(view);
  if (tags === undefined) return unanswerable('its tags are not known');
  for (const [key, value] of wanted) {
    const present = tagOf(tags, kind, key);
    if (typeof present === 'string' && matchesGlob(value, present))
      return no(`its tag ${key} is on the deny list`);
    if (present !== undefined && typeof present !== 'string')
      return unanswerable(`its tag ${key} is not known`);
  }
  return tags.complete ? yes : unanswerable('not all of its tags are known');
}

/** Of the role that it is about and of those that its steps name whole. */
function arnsOf({ plan, target, subject }: GuardInput): readonly string[] {
  const values = [
    ...[...plan.steps, ...plan.undo].flatMap(({ input }) => [...stringsIn(input)]),
    ...plan.fields.flatMap(({ before, after }) => [...stringsIn(before), ...stringsIn(after)]),
    ...[target, subject].flatMap((one) => [...stringsIn((one?.state ?? {}) as JsonValue)]),
  ];
  return [...new Set(values)].filter((text) => /^arn:[^:]*:iam::\d*:role\//.test(text));
}

/** The same of those that are known by a name. */
function keysOf({ plan, remediation }: GuardInput): readonly string[] {
  const { account, key } = plan.target;
  const partition = parseArn(key)?.partition ?? 'aws';
  const keys = [key, remediation.key].flatMap((one) => roleKeyFromArn(one) ?? []);
  return [...new Set([...keys, ...stepRoles(plan).map((name) => roleKey(partition, account, name))])];
}

function stepRoles({ steps, undo }: RemediationPlan): readonly string[] {
  return [...steps, ...undo].flatMap(({ input }) =>
    typeof input.RoleName === 'string' ? [input.RoleName] : [],
  );
}

function* stringsIn(value: JsonValue | undefined): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const one of value) yield* stringsIn(one);
  else if (typeof value === 'object' && value !== null)
    for (const one of Object.values(value)) yield* stringsIn(one);
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
