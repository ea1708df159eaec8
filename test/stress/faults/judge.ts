import { setTimeout as wait } from 'node:timers/promises';
import { type Opened, type Scenario, type Told, wordsOf } from './scenario.ts';
import { type Fault, worlds } from './world.ts';

export interface Undisturbed extends Told {
  /** How often each site sent. */
  readonly sent: Readonly<Record<string, number>>;
  readonly strangers: readonly string[];
}

/** Longer than every patience that a call of ours has, with its tries: what takes longer waits without end. */
const LIMIT_MS = 150_000;

/** A run without a fault: what each other is compared with. */
export async function runUndisturbed(scenario: Scenario): Promise<Undisturbed> {
  const opened = await scenario.open();
  try {
    const said = await say(opened);
    const { sent, strangers } = opened.world;
    return { ...said, sent: Object.fromEntries(sent), strangers };
  } finally {
    await opened.close();
  }
}

/** What a run under a fault did that it must not, and the run after it. */
export async function accuse(
  scenario: Scenario,
  fault: Fault,
  calm: Told,
  limitMs = scenario.limitMs ?? LIMIT_MS,
): Promise<readonly string[]> {
  const opened = await scenario.open();
  const { world } = opened;
  const faults: string[] = [];
  try {
    world.fault = fault;
    const began = performance.now();
    const said = await Promise.race([say(opened), wait(limitMs, undefined, { ref: false })]);
    world.fault = null;
    if (said === undefined) return [`it did not end within ${Math.round(limitMs / 1000)} s`];
    if (world.met === 0) return [`the call was not made, ${Math.round(performance.now() - began)} ms`];
    faults.push(...compare(scenario, fault, calm, said));
    const after = await say(opened);
    const { missing: lacking, more } = difference(calm, after);
    const missing = fault.on === 'all' && scenario.asksLater?.includes(fault.kind) === true ? [] : lacking;
    if (missing.length + more.length > 0 || after.told !== calm.told)
      faults.push(
        `afterwards it is not as without the fault: ${shown([...missing.map((one) => `no ${one}`), ...more, after.told])}`,
      );
    return faults;
  } finally {
    await Promise.race([opened.close(), wait(5_000, undefined, { ref: false })]);
  }
}

function compare(scenario: Scenario, { site }: Fault, calm: Told, said: Told): readonly string[] {
  const { missing, more } = difference(calm, said);
  const claimed = more.filter((one) => scenario.mayClaim?.test(one) !== true);
  const faults: string[] = [];
  if (claimed.length > 0) faults.push(`it claims what was not read: ${shown(claimed)}`);
  const isTold = said.told !== calm.told;
  if (missing.length > 0 && !isTold) faults.push(`it leaves out and does not say so: ${shown(missing)}`);
  const call = site.slice(site.lastIndexOf(' ') + 1).replace(/Command$/, '');
  if (isTold && !said.told.includes(call) && scenario.subject?.test(said.told) !== true)
    faults.push(`what it says does not name the call ${call}: ${shown([said.told])}`);
  return faults;
}

function difference(calm: Told, said: Told) {
  const before = new Set(calm.claims);
  const now = new Set(said.claims);
  return {
    missing: [...before].filter((one) => !now.has(one)),
    more: [...now].filter((one) => !before.has(one)),
  };
}

async function say({ world, run }: Opened): Promise<Told> {
  try {
    return await worlds.run(world, run);
  } catch (error) {
    return { claims: [], told: wordsOf(error) };
  }
}

const shown = (some: readonly string[]) => some.join(' | ').replace(/\s+/g, ' ').slice(0, 600);
