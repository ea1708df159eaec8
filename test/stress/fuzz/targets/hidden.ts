import { toRecord } from '@podguard/cloudtrail';
import type { JsonObject } from '@podguard/core';
import { documentsToChanges, manifestsToChanges, readManifests, readPolicies } from '@podguard/manifests';
import { changesOf, type Judged, judgeChanges } from '../judge.ts';
import { json } from '../mutate.ts';
import type { Random } from '../random.ts';
import { BAD_MANIFESTS, relevantSeeds, trustSeeds } from '../seeds.ts';
import { defineTarget, type Fed } from '../target.ts';

interface Read extends Judged {
  /** Parts of it that were said not to be readable. */
  readonly problems: number;
}

/** What is bad, and what reads it. */
interface Known {
  readonly value: unknown;
  /** The parts of it that may be made unreadable begin below these keys. */
  readonly within: readonly string[];
  readonly rules: readonly string[];
}

interface Hidden {
  readonly known: Known;
  readonly value: unknown;
}

/** They are judged one by one before the first input. */
const MOST_RECORDS = 250;
/** In the place of a text both are unreadable; in that of a list or an object, the one that is no such. */
const LIST = [[['x'], { a: [] }]];
const OBJECT = Object.fromEntries([
  ['\u0000', {}],
  ['constructor', null],
  ['x', [1]],
]);

function unreadable(value: unknown, random: Random): unknown {
  if (Array.isArray(value)) return OBJECT;
  return typeof value === 'object' && value !== null ? LIST : random.pick<unknown>([LIST, OBJECT]);
}

/** Bad trust policies in which a part cannot be read: the verdict must not become good by that. */
export const hiddenPolicies = differential(
  'hidden-policies',
  80_000,
  async (value) => readPolicy(json(value)),
  async () => trustSeeds().bad.map((value) => ({ value, within: ['Statement'] })),
);

/** Records that alone open a finding. */
export const hiddenRecords = differential('hidden-records', 30_000, readRecord, async () =>
  (await relevantSeeds())
    .slice(0, MOST_RECORDS)
    .map((value) => ({ value, within: ['requestParameters', 'responseElements'] })),
);

/** Kubernetes objects with a finding. */
export const hiddenManifests = differential(
  'hidden-manifests',
  80_000,
  async (value) => readManifest(json(value)),
  async () => BAD_MANIFESTS.map((value) => ({ value, within: ['spec', 'data', 'stringData'] })),
);

function differential(
  name: string,
  inputs: number,
  read: (value: unknown) => Promise<Read>,
  seeds: () => Promise<readonly Omit<Known, 'rules'>[]>,
) {
  return defineTarget<Hidden>(name, inputs, async () => {
    const bad: Known[] = [];
    for (const seed of await seeds()) {
      const rules = rulesOf(await read(seed.value));
      if (rules.length > 0) bad.push({ ...seed, rules });
    }
    if (bad.length < 5) throw new Error(`${name} has ${bad.length} known to be bad`);
    return {
      make(random) {
        const known = random.pick(bad);
        return { known, value: withUnreadable(known, random) };
      },
      feed: async ({ known, value }) => compared(known.rules, await read(value)),
    };
  });
}

/** Each rule that accused still does, or says that it does not know, or the whole is said to be unreadable. */
export function compared(rules: readonly string[], read: Read): Fed {
  const told = new Set([...rulesOf(read), ...read.undecided]);
  const lost = read.problems > 0 ? [] : rules.filter((rule) => !told.has(rule));
  const accusation = lost.length === 0 ? undefined : `what cannot be read is passed by ${lost.join(', ')}`;
  return { outcome: [[...told], read.problems], accusation };
}

function rulesOf({ findings }: Pick<Judged, 'findings'>): readonly string[] {
  return findings
    .filter(({ status }) => status === 'open')
    .flatMap(({ rule, reasons }) => [rule, ...reasons]);
}

function withUnreadable({ value, within }: Known, random: Random): unknown {
  const fields = value as JsonObject;
  const key = random.pick(within.filter((name) => typeof fields[name] === 'object' && fields[name] !== null));
  return { ...fields, [key]: replacedSomewhere(fields[key], random) };
}

function replacedSomewhere(value: unknown, random: Random): unknown {
  if (typeof value === 'string') {
    const held = heldIn(value);
    return held === undefined || random.percent(20)
      ? unreadable(value, random)
      : json(replacedSomewhere(held, random));
  }
  const isLeaf = typeof value !== 'object' || value === null || Object.keys(value).length === 0;
  if (isLeaf || random.percent(12)) return unreadable(value, random);
  if (Array.isArray(value)) {
    const at = random.below(value.length);
    return value.with(at, replacedSomewhere(value[at], random));
  }
  const key = random.pick(Object.keys(value));
  return { ...value, [key]: replacedSomewhere((value as JsonObject)[key], random) };
}

function heldIn(text: string): unknown {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readPolicy(text: string): Promise<Read> {
  const { documents, problems, passedOver, foreign } = readPolicies(text, 'trust-policy');
  const reads = documents.map((document) => ({ file: 'a.json', document }));
  const { changes } = documentsToChanges(reads, '111122223333');
  return {
    ...(await judgeChanges(changes)),
    problems: problems.length + passedOver.length + (foreign ? 1 : 0),
  };
}

async function readManifest(text: string): Promise<Read> {
  const { manifests, documents, problems, templates, others } = readManifests(text);
  const objects = manifestsToChanges(
    manifests.map((one) => ({ file: 'a.yaml', ...one })),
    undefined,
  );
  const roles = documentsToChanges(
    documents.map((document) => ({ file: 'a.yaml', document })),
    '111122223333',
  );
  const changes = [...objects.changes, ...roles.changes];
  return { ...(await judgeChanges(changes)), problems: problems.length + templates.length + others };
}

async function readRecord(value: unknown): Promise<Read> {
  const read = toRecord(value);
  if (read.kind !== 'record') return { findings: [], undecided: [], problems: 1 };
  const { changes, unreadable } = changesOf([read.record]);
  return { ...(await judgeChanges(changes)), problems: unreadable };
}
