import type { Registers } from './registers.ts';
import { compareStamps, type Stamp } from './stamp.ts';

/** The newest stamp of any register or mark. */
export function newestStamp(registers: Registers): Stamp | null {
  const stamps: Stamp[] = registers.marks.map(({ stamp }) => stamp);
  const all = [
    ...Object.values(registers.fields),
    ...Object.values(registers.sets).flatMap(({ members }) => Object.values(members)),
  ];
  for (const { time, values } of all) {
    for (const { eventId, rank } of values) stamps.push({ time, rank, eventId });
  }
  return stamps.reduce<Stamp | null>(
    (newest, stamp) => (newest === null || compareStamps(stamp, newest) > 0 ? stamp : newest),
    null,
  );
}
