import type { Mark, Registers } from './registers.ts';
import { compareMoments, compareStamps, type Moment, type Stamp } from './stamp.ts';

export interface Presence {
  readonly present: boolean;
  /** Registers older than this moment belong to an earlier incarnation or are overridden by a telling of the whole. */
  readonly floor: Moment | null;
  /** True where the floor tells the whole: what no register says is absent; else it is unknown. */
  readonly whole: boolean;
  /** Names the incarnation: the event that made it, or that ended the one before. */
  readonly incarnation: string;
  readonly goneAt: Stamp | null;
  /** When this life began, or null where that is older than all that is known. */
  readonly born: Moment | null;
  /** The second in which it was deleted and made again, if that is where this life began: which life a patch of it was for is not known. */
  readonly remadeAt: string | null;
  /** The newest sign of life. */
  readonly newest: Moment | null;
}

/**
 * Whether the resource exists, decided second by second from its marks. In one second creates and deletes alternate: what
 * existed before is deleted first and made again; what did not is made first.
 */
export function presenceOf(registers: Registers): Presence {
  const times = [...new Set(registers.marks.map((mark) => mark.stamp.time))];
  // Undefined: nothing is known of what was before.
  let alive = times[0] === undefined || registers.first < times[0] ? true : undefined;
  let floor: Moment | null = null;
  let incarnation = '';
  let goneAt: Stamp | null = null;
  let remadeAt: string | null = null;
  let born: Moment | null = null;
  for (const time of times) {
    const marks = registers.marks.filter((mark) => mark.stamp.time === time);
    const creates = marks.filter((mark) => mark.op === 'create');
    const deletes = marks.filter((mark) => mark.op === 'delete');
    const survives = deletes.length === 0 || outlives(creates, deletes.length, alive);
    if (survives && (deletes.length === 0 || creates.length > 0)) {
      for (const mark of marks) if (mark.op !== 'delete') floor = { time, rank: mark.stamp.rank };
      if (deletes.length > 0) floor = { time, rank: 0 };
      incarnation = creates.at(-1)?.stamp.eventId ?? incarnation;
      if (creates.length > 0) born = { time, rank: 0 };
      goneAt = null;
      if (deletes.length > 0) remadeAt = time;
      else if (creates.length > 0) remadeAt = null;
      alive = true;
      continue;
    }
    alive = false;
    remadeAt = null;
    floor = { time, rank: 2 };
    born = floor;
    goneAt = deletes.at(-1)?.stamp ?? null;
    incarnation = goneAt?.eventId ?? '';
  }
  const newest = newestSign(registers);
  const revived = alive !== true && newest !== null && floor !== null && compareMoments(newest, floor) > 0;
  const present = alive === true || revived;
  return {
    present,
    floor,
    whole: floor !== null && floor.rank < 2,
    incarnation,
    goneAt: present ? null : goneAt,
    born,
    remadeAt,
    newest,
  };
}

/** Of a name that was used before, or may have been: a create that brings a new unique id is of the next life. */
function outlives(creates: readonly Mark[], deletes: number, before: boolean | undefined): boolean {
  const existed = before ?? creates.some(({ uniqueId }) => uniqueId !== undefined);
  return existed ? creates.length >= deletes : creates.length > deletes;
}

function newestSign(registers: Registers): Moment | null {
  const moments: Moment[] = registers.marks.filter((mark) => mark.op !== 'delete').map((mark) => mark.stamp);
  moments.push(...Object.values(registers.fields));
  for (const { members, lostAt } of Object.values(registers.sets))
    moments.push(...Object.values(members), ...(lostAt === undefined ? [] : [lostAt]));
  return moments.reduce<Moment | null>(
    (newest, moment) => (newest === null || compareMoments(moment, newest) > 0 ? moment : newest),
    null,
  );
}

/** The newest delete of an owner that an owned resource has not outlived, or null. */
export function endedWithOwner(owned: Presence, owner: Registers): Stamp | null {
  const deletes = owner.marks.filter((mark) => mark.op === 'delete').map((mark) => mark.stamp);
  const after = deletes.filter((stamp) => owned.newest === null || compareMoments(stamp, owned.newest) > 0);
  return after.sort(compareStamps)[0] ?? null;
}
