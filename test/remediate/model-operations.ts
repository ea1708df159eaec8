import { createExemption, type StateChange } from '@podguard/core';
import { ADMIN, PIPELINE, RULE, refOf, type World } from './engine-world.ts';
import { createOracle, KEYS, type Known } from './model-oracle.ts';
import { runOut, startWorker, stepOn, type Worker } from './model-worker.ts';

const MINUTE = 60_000;
const PEOPLE = ['anna', 'ben', 'cleo'];
const TICKS = [1_000, 30_000, 2 * MINUTE, 4 * MINUTE, 11 * MINUTE, 61 * MINUTE];

export const OPERATIONS = [
  'bad',
  'bad',
  'good',
  'fight',
  'round',
  'hear',
  'hear',
  'hear',
  'again',
  'begin',
  'begin',
  'begin',
  'begin',
  'proceed',
  'proceed',
  'request',
  'sweep',
  'watch',
  'rollback',
  'takeBack',
  'read',
  'read',
  'approve',
  'approve',
  'approve',
  'agree',
  'agree',
  'reject',
  'exempt',
  'step',
  'step',
  'step',
  'step',
  'run',
  'run',
  'run',
  'kill',
  'tick',
  'tick',
  'tick',
  'tick',
  'blind',
  'deaf',
] as const;

export interface Drawn {
  readonly name: (typeof OPERATIONS)[number];
  readonly which: number;
  readonly pick: number;
}

export interface Model {
  readonly world: World;
  readonly known: Known;
  readonly workers: Worker[];
  readonly heard: StateChange[];
  readonly messages: { readonly key: string; readonly transition: string; readonly opened: string }[];
  serial: number;
  isDeaf: boolean;
}

/** A pipeline changes all back, that is heard of, and has settled. */
const ROUND: readonly (Pick<Drawn, 'name'> & { readonly pick?: number })[] = [
  { name: 'fight' },
  { name: 'hear', pick: 1 },
  { name: 'tick', pick: 3 },
];

/** A pipeline changes all back, and a read of the account shows it before its event is heard of. */
const SEEN: typeof ROUND = [{ name: 'fight' }, { name: 'read' }, { name: 'tick', pick: 3 }];

/** Somebody undoes what was done, that is heard of, and has settled. */
const TAKEN_BACK: typeof ROUND = [
  { name: 'takeBack', pick: 0 },
  { name: 'hear', pick: 1 },
  { name: 'tick', pick: 4 },
];

/** Of which it is worth while most. */
const WAITING: Readonly<Record<string, readonly string[]>> = {
  approve: ['proposed'],
  reject: ['proposed'],
  proceed: ['approved', 'applying', 'undoing'],
  rollback: ['verified', 'failed'],
  takeBack: ['verified', 'failed'],
  watch: ['verified', 'failed', 'undone'],
};

const nth = <T>(all: readonly T[], which: number): T | undefined => all[which % Math.max(1, all.length)];

/** What was done to the account since the last look is known to the model. */
export function note({ world, known }: Model): void {
  for (const { key, stamp, cause } of world.events)
    if (!known.deeds.has(stamp.eventId))
      known.deeds.set(stamp.eventId, {
        ...{ key, by: cause.actor.principal, at: Date.parse(stamp.time), heardAt: null },
      });
}

export async function hear(model: Model, change: StateChange | undefined): Promise<void> {
  if (change === undefined) return;
  const { world, known, heard, messages } = model;
  await world.engine.apply(change);
  heard.push(change);
  const deed = known.deeds.get(change.stamp.eventId);
  if (deed !== undefined) deed.heardAt ??= model.serial;
  for (const key of KEYS) {
    const life = (await world.store.load(key))?.lives.find(
      ({ rule, resolved }) => rule === RULE && resolved === null,
    );
    const opened = life?.opened.cause.eventId;
    const transition = `${key} ${opened}`;
    if (opened !== undefined && !messages.some((one) => one.transition === transition))
      messages.push({ key, transition, opened });
  }
}

function spawn(model: Model, name: string, work: Parameters<typeof startWorker>[2], isForced = false): void {
  const { world, known, workers, serial } = model;
  workers.push(startWorker(world, { name, isForced, serial }, work, createOracle(world, known)));
}

export async function operate(model: Model, { name, which, pick }: Drawn): Promise<void> {
  const { world, known, workers, heard, messages } = model;
  const key = nth(KEYS, which) as string;
  const all = await world.state.listRemediations(100);
  const waiting = all.filter(({ status }) => WAITING[name]?.includes(status));
  const id = nth(waiting.length > 0 && pick % 6 > 0 ? waiting : all, which)?.id ?? '';
  const person = nth(PEOPLE, pick) as string;
  const worker = nth(workers, which);
  switch (name) {
    case 'bad':
      world.change(key, { httpTokens: 'optional', hopLimit: 2 + (pick % 3) }, pick % 2 ? ADMIN : PIPELINE);
      break;
    case 'good':
      world.change(key, { httpTokens: 'required' }, ADMIN);
      break;
    case 'fight':
      for (const [of, { httpTokens }] of world.account)
        if (httpTokens === 'required') world.change(of, { httpTokens: 'optional', hopLimit: 2 }, PIPELINE);
      break;
    case 'round': {
      const before = messages.length;
      const steps = pick % 4 === 0 ? TAKEN_BACK : pick % 4 === 1 ? SEEN : ROUND;
      for (const step of steps) await operate(model, { ...step, which, pick: step.pick ?? pick });
      for (const message of messages.slice(before)) {
        spawn(model, 'begin', (use) => use.begin({ ...refOf(message.key), ...message }));
        await runOut(workers.at(-1) as Worker);
      }
      world.clock += pick * MINUTE;
      break;
    }
    case 'hear':
      note(model);
      if (pick % 3 === 0)
        await hear(model, world.events.splice(which % Math.max(1, world.events.length), 1)[0]);
      else for (const change of world.events.splice(0)) await hear(model, change);
      break;
    case 'again':
      await hear(model, nth(heard, which));
      break;
    case 'begin': {
      const message = nth(pick % 4 > 0 ? messages.slice(-3) : messages, which);
      if (message !== undefined)
        spawn(model, name, (use) => use.begin({ ...refOf(message.key), ...message }));
      break;
    }
    case 'proceed':
      spawn(model, name, (use) => use.proceed(id));
      break;
    case 'request':
      spawn(model, name, async (use) => {
        const { remediation } = await use.preview(refOf(key), { forced: false, by: person });
        if (remediation.status === 'refused') return;
        const { planHash } = remediation;
        // Who asks has approved what they saw.
        const people = known.asked.get(`${key} ${planHash}`) ?? new Set();
        known.asked.set(`${key} ${planHash}`, people.add(person));
        await use.request(refOf(key), { forced: false, by: person, planHash });
      });
      break;
    case 'sweep':
      spawn(model, name, (use) => use.sweep());
      break;
    case 'watch':
      spawn(model, name, (use) => use.watch(id));
      break;
    case 'rollback': {
      const forced = pick % 3 === 0;
      spawn(model, name, (use) => use.rollback(id, { forced, by: person, dryRun: false }), forced);
      break;
    }
    case 'takeBack':
      await operate(model, { name: 'rollback', which, pick: 3 });
      await runOut(workers.at(-1) as Worker);
      break;
    case 'read': {
      const read = await world.deps().read(key);
      if (read.outcome === 'read') for (const change of read.changes) await hear(model, change);
      break;
    }
    case 'approve': {
      const one = await world.state.loadRemediation(id);
      if (one === undefined) break;
      const planHash = pick % 5 === 0 ? 'another' : one.planHash;
      const { outcome } = await world.use().approve(id, person, planHash);
      if (outcome !== 'approved' && outcome !== 'one-more-needed') break;
      const people = known.approved.get(id)?.people ?? new Set();
      known.approved.set(id, { people: people.add(person), planHash });
      break;
    }
    case 'agree':
      for (const pick of [1, 2]) await operate(model, { name: 'approve', which, pick });
      break;
    case 'reject':
      if (pick % 3 === 0) await world.use().reject(id, person, 'no');
      break;
    case 'exempt':
      if (pick > 2) break;
      await world.state.putExemption(
        createExemption(
          {
            ...{
              rules: [RULE],
              resources: [key],
              accounts: [],
              tags: {},
              reason: 'accepted',
              author: person,
            },
            since: new Date(world.clock).toISOString(),
            until: new Date(world.clock + 90 * 86_400_000).toISOString(),
          },
          'cli',
        ),
      );
      known.exemptSince.set(key, known.exemptSince.get(key) ?? model.serial);
      break;
    case 'step':
      for (let count = 0; worker !== undefined && count <= pick % 12; count += 1) await stepOn(worker);
      break;
    case 'run':
      if (worker !== undefined) await runOut(worker);
      break;
    case 'kill':
      if (worker !== undefined && pick % 2 === 0) workers.splice(workers.indexOf(worker), 1);
      break;
    case 'tick':
      world.clock += nth(TICKS, pick) as number;
      break;
    case 'blind':
      world.readFails = pick % 4 === 0 ? { outcome: 'slow', reason: 'no answer' } : null;
      break;
    case 'deaf':
      model.isDeaf = pick % 4 === 0;
      break;
  }
}
