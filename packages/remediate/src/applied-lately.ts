import { gather, type Remediation, throwAll } from '@podguard/core';
import type { RemediateDeps } from './remediate-deps.ts';
import { untilWritten } from './world.ts';

const MARK = 'remediations-applied';
const DAY_MS = 86_400_000;

interface Noted {
  readonly id: string;
  readonly at: string;
}

/** Before it is written that something is applied or undone: so whoever looks misses none, however many others there are. */
export async function noteApplied(
  { state, now }: Pick<RemediateDeps, 'state' | 'now'>,
  id: string,
): Promise<void> {
  await untilWritten(MARK, async () => {
    const mark = await state.loadMark(MARK);
    const at = now().toISOString();
    const others = lately(mark, now()).filter((one) => one.id !== id);
    const next = [{ id, at }, ...others].map((one) => ({ ...one }));
    return (await state.replaceMark(MARK, mark, next, (2 * DAY_MS) / 1000)) ? null : 'conflict';
  });
}

/** What was applied or undone within a day, the newest first. What cannot be read is told, or thrown: none may be missed. */
export async function appliedLately(
  { state, remediations, now }: Pick<RemediateDeps, 'state' | 'remediations' | 'now'>,
  unreadable?: (problem: unknown) => void,
): Promise<readonly Remediation[]> {
  const noted = lately(await state.loadMark(MARK), now());
  const found = new Map<string, Remediation>();
  const failures: unknown[] = [];
  const load = async (id: string): Promise<void> => {
    const one = await remediations.loadRemediation(id);
    if (one !== undefined && (one.applied ?? one.undone) !== null) found.set(id, one);
  };
  await gather(
    noted.map(({ id }) => id),
    load,
    failures,
  );
  if (unreadable === undefined) throwAll(failures);
  else failures.forEach(unreadable);
  return noted.flatMap(({ id }) => found.get(id) ?? []);
}

function lately(mark: unknown, now: Date): readonly Noted[] {
  if (!Array.isArray(mark)) return [];
  return (mark as readonly Noted[]).filter(({ at }) => now.getTime() - Date.parse(at) < DAY_MS);
}
