import { makeWorld, RULE } from './engine-world.ts';
import { type Drawn, hear, type Model, note, operate } from './model-operations.ts';
import { endsWell, KEYS, type Known } from './model-oracle.ts';

const MINUTE = 60_000;

/** Plays it from the start to an end at which all is done; how much was applied. */
export async function play(
  operations: readonly Drawn[],
  { mode, peopleNeeded }: Pick<Known, 'mode' | 'peopleNeeded'>,
): Promise<number> {
  const known: Known = {
    ...{ mode, peopleNeeded, perHour: 2, coolDown: 10 * MINUTE, rounds: 2, denied: KEYS[2] as string },
    ...{
      approved: new Map(),
      asked: new Map(),
      exemptSince: new Map(),
      deeds: new Map(),
      applied: new Map(),
      undone: new Map(),
      turns: new Map(),
      violations: [],
    },
  };
  const world = await makeWorld({
    instances: 3,
    remediation: {
      rules: { [RULE]: mode },
      ...{ coolDownMinutes: 10, rounds: 2, twoPeople: peopleNeeded === 2 ? ['low'] : [] },
      budget: { perHour: 2, perKindPerHour: 2, share: 1 },
      deny: { resources: [known.denied] },
    },
  });
  const model: Model = {
    world,
    known,
    ...{ workers: [], heard: [], messages: [], serial: 0, isDeaf: false },
  };
  const { told } = world;
  const push = told.push.bind(told);
  told.push = (...more) => {
    if (model.isDeaf) throw new Error('nobody listens');
    return push(...more);
  };
  const start: readonly Drawn[] = [
    { name: 'fight', which: 0, pick: 0 },
    { name: 'hear', which: 0, pick: 1 },
    { name: 'tick', which: 0, pick: 3 },
  ];
  for (const operation of [...start, ...operations]) {
    model.serial += 1;
    await operate(model, operation);
    note(model);
    failOf(model);
  }
  Object.assign(world, { readFails: null });
  model.isDeaf = false;
  model.serial += 1;
  for (const change of world.events.splice(0)) await hear(model, change);
  await endsWell(world, known);
  failOf(model);
  return known.applied.size;
}

/** What a worker may fail by is that nobody listens, that the finding is over, or that others were quicker. */
function failOf({ workers, known }: Model): void {
  const [violation] = known.violations;
  if (violation !== undefined) throw violation;
  for (const { error } of workers) {
    if (error === null) continue;
    const text = String(error);
    if (!/nobody listens|is not open|changed by others|items could not/.test(text)) throw error;
  }
}
