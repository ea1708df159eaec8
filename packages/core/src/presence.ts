import type { Registers } from './registers.ts';
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
  let alive = times[0] === undefined || registers.first < times[0];
  let floor: Moment | null = null;
  let incarnation = '';
  let goneAt: Stamp | null = null;
  let remadeAt: string | null = null;
  for (const time of times) {
    const marks = registers.marks.filter((mark) => mark.stamp.time === time);
    const creates = marks.filter((mark) => mark.op === 'create');
    const deletes = marks.filter((mark) => mark.op === 'delete');
    const survives =
      deletes.length === 0 || (alive ? creates.length >= deletes.length : creates.length > deletes.length);
    if (survives && (deletes.length === 0 || creates.length > 0)) {
      for (const mark of marks) if (mark.op !== 'delete') floor = { time, rank: mark.stamp.rank };
      if (deletes.length > 0) floor = { time, rank: 0 };
      incarnation = creates.at(-1)?.stamp.eventId ?? incarnation;
      goneAt = null;
      if (deletes.length > 0) remadeAt = time;
      else if (creates.length > 0) remadeAt = null;
      alive = true;
      continue;
    }
    alive = false;
    remadeAt = null;
    floor = { time, rank: 2 };
    goneAt = deletes.at(-1)?.stamp ?? null;
    incarnation = goneAt?.eventId ?? '';
  }
  const newest = newestSign(registers);
  const revived = !alive && newest !== null && floor !== null && compareMoments(newest, floor) > 0;
  const present = alive || revived;
  return {
    present,
    floor,
    whole: floor !== null && floor.rank < 2,
    incarnation,
    goneAt: present ? null : goneAt,
    remadeAt,
    newest,
  };
}

function newestSign(registers: Registers): Moment | null {
  const moments: Moment[] = registers.marks.filter((mark) => mark.op !== 'delete').map((mark) => mark.stamp);
  moments.push(...Object.values(registers.fields));
  for (const set of Object.values(registers.sets)) moments.push(...Object.values(set.members));
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
