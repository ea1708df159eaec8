import {
  type Approval,
  type Cause,
  type Item,
  isRead,
  type JsonValue,
  type Resource,
  type StateChange,
} from '@podguard/core';
import { standingOf } from '@podguard/inventory';
import { approvedNames, isOwnMark, setsOf, valuesOf } from './approvals.ts';
import { saysOtherwise } from './compare-views.ts';
import type { Difference, FieldDifference } from './difference.ts';
import { type ExplainedBy, explainedBy } from './explained-by.ts';
import { normalForm } from './normal-form.ts';

export interface ApprovalComparison {
  /** Null where nothing that is known differs. */
  readonly difference: Difference | null;
  /** What was approved and is not known now: of it nobody can say that it is as it was. */
  readonly undecided: readonly string[];
}

/**
 * Where a resource, as it is recorded after the read at `readAt`, is not as a person approved it. What was not known then is
 * not compared. Its explanation is the newest event that is recorded of what differs, unless that set it otherwise; without one the
 * origin is `not-asked`, and whoever asks CloudTrail may say more.
 */
export function compareApproved(
  approval: Approval,
  item: Item | undefined,
  readAt: string,
  owner?: Item,
): ApprovalComparison {
  const standing = item && standingOf(item);
  if (item === undefined || standing === undefined) {
    // Nothing was ever seen of what may not be there.
    if (approval.state === null) return { difference: null, undecided: [] };
    return { difference: null, undecided: ['whether it is there'] };
  }
  const { present } = item;
  const { fields, undecided } =
    present && approval.state !== null
      ? compareStates(approval, standing.views)
      : { fields: comparePresence(approval.state !== null, present), undecided: [] };
  if (fields.length === 0) return { difference: null, undecided };
  const { explanation, reason: others } = explanationOf(item, fields, {
    since: approval.at,
    ended: endOf(owner, [approval.at, standing.presence.newest?.time ?? ''].sort().at(-1) ?? ''),
  });
  const { key, kind, account, region, at: recordedAt } = approval;
  const reason = explanation === null ? 'no event that is recorded tells of it' : others;
  return {
    difference: {
      ...{ key, kind, account, region, type: 'unapproved', fields, readAt, recordedAt },
      ...{ origin: 'not-asked', explanation, reason },
    },
    undecided,
  };
}

/** The field by which a difference says whether the resource is there. */
export const PRESENCE = 'present';

function comparePresence(approved: boolean, found: boolean): readonly FieldDifference[] {
  return approved === found ? [] : [{ name: PRESENCE, recorded: approved, found }];
}

type Compared = { readonly fields: readonly FieldDifference[]; readonly undecided: readonly string[] };

function compareStates({ kind, state }: Approval, views: readonly Resource[]): Compared {
  const fields: FieldDifference[] = [];
  const undecided: string[] = [];
  const add = (name: string, approved: JsonValue, found: readonly (JsonValue | undefined)[]): void => {
    const [first] = found;
    if (found.every((value) => isSame(approved, value))) return;
    const isOpen = found.some(
      (value) => value === undefined || isSame(approved, value) || isVague(approved, value),
    );
    if (isOpen || first === undefined) undecided.push(name);
    else fields.push({ name, recorded: approved, found: first });
  };
  const names = approvedNames(kind);
  for (const name of names.fields) {
    const approved = state?.fields[name];
    if (approved !== undefined)
      add(
        name,
        approved,
        views.map((view) => valuesOf(view)[name]),
      );
  }
  for (const name of names.sets) {
    const approved = state?.sets[name];
    if (approved === undefined) continue;
    const sets = views.map((view) => setsOf(view)[name]);
    if (sets.some((set) => set?.complete !== true)) undecided.push(name);
    const members = new Set([
      ...Object.keys(approved),
      ...sets.flatMap((set) => [...(set?.members.keys() ?? [])]),
    ]);
    for (const member of [...members].sort()) {
      if (isOwnMark(member)) continue;
      const before = Object.hasOwn(approved, member) ? (approved[member] ?? null) : null;
      const found = sets.map(
        (set) => set?.members.get(member) ?? (set?.complete === true ? null : undefined),
      );
      if (!found.includes(undefined)) add(`${name} ${member}`, before, found);
    }
  }
  return { fields, undecided };
}

/** A member whose value is not known is `true` in its place. */
function isVague(approved: JsonValue, found: JsonValue | undefined): boolean {
  return (approved === true && typeof found === 'string') || (found === true && typeof approved === 'string');
}

function isSame(approved: JsonValue, found: JsonValue | undefined): boolean {
  return found !== undefined && normalForm(approved) === normalForm(found);
}

function explanationOf(
  item: Item,
  fields: readonly FieldDifference[],
  { since, ended }: { readonly since: string; readonly ended: Cause | undefined },
): ExplainedBy {
  return explainedBy(
    fields.map((field) => {
      const at = item.log.findLastIndex(
        (change) => !isRead(change.cause) && change.cause.at >= since && tells(change, field.name),
      );
      const then = standingOf({ ...item, log: item.log.slice(0, at + 1) });
      const isIt =
        then !== undefined &&
        (field.name === PRESENCE ? then.presence.present === field.found : !saysOtherwise(then.views, field));
      const own = at >= 0 && isIt ? item.log[at]?.cause : undefined;
      const isGone = field.name === PRESENCE && field.found === false;
      return { name: field.name, cause: own ?? (isGone ? ended : undefined) };
    }),
  );
}

/** What goes with its owner has no event of its own: it is that of the owner since it was last seen. */
function endOf(owner: Item | undefined, since: string): Cause | undefined {
  return owner?.log.findLast(({ op, cause }) => op === 'delete' && !isRead(cause) && cause.at >= since)
    ?.cause;
}

function tells(change: StateChange, name: string): boolean {
  if (name === PRESENCE) return change.op === 'delete' || (change.op === 'put' && change.creates);
  if (change.op === 'delete') return false;
  const told = [
    ...Object.keys(change.fields),
    ...Object.entries(change.sets).flatMap(([set, members]) =>
      Object.keys(members ?? {}).map((member) => `${set} ${member}`),
    ),
  ];
  return told.includes(name);
}
