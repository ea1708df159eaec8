import {
  createSplitter,
  mapperFor,
  mayMatter,
  type ReadResult,
  readValue,
  toActor,
  toChanges,
  wantedEvents,
  wantedNames,
} from '@podguard/cloudtrail';
import type { JsonObject } from '@podguard/core';
import { GROUPS } from '../judge.ts';
import { json, mutate } from '../mutate.ts';
import { mutateBytes, mutateText } from '../mutate-text.ts';
import type { Random } from '../random.ts';
import { recordSeeds } from '../seeds.ts';
import { defineTarget, type Fed } from '../target.ts';

const encoder = new TextEncoder();
const WANTED = wantedEvents(GROUPS);
const NAMES = wantedNames([...WANTED].map((event) => event.slice(event.indexOf('/') + 1)));
const WRAPS: readonly ((texts: readonly string[]) => string)[] = [
  (texts) => texts.join('\n'),
  (texts) => `{"Records":[${texts.join(',')}]}`,
  (texts) => `[${texts.join(',\n')}]`,
  (texts) =>
    `{"Events":[${texts.map((text) => `{"EventId":"e","CloudTrailEvent":${JSON.stringify(text)}}`).join()}]}`,
  (texts) =>
    texts
      .map(
        (text) =>
          `{"id":"e","detail-type":"AWS API Call via CloudTrail","source":"aws.iam","account":"111122223333","region":"us-east-1","detail":${text}}`,
      )
      .join('\n'),
];

/** Logs as bytes, through what finds, filters and reads the records in them. */
export const logs = defineTarget<{ readonly bytes: Uint8Array; readonly cuts: readonly number[] }>(
  'logs',
  1_300_000,
  async () => {
    const seeds = relevantFirst(await recordSeeds());
    return {
      make(random) {
        const texts = Array.from({ length: 1 + random.below(3) }, () =>
          json(random.percent(50) ? mutate(pickSeed(seeds, random), random) : pickSeed(seeds, random)),
        );
        const text = random.pick(WRAPS)(texts);
        const mutated = random.percent(60) ? mutateText(text, random, texts) : text;
        const bytes = encoder.encode(mutated);
        return {
          bytes: random.percent(25) ? mutateBytes(bytes, random) : bytes,
          cuts: [1 + random.below(4000), 1 + random.below(64)],
        };
      },
      feed: ({ bytes, cuts }) => readLog(bytes, cuts),
    };
  },
);

function readLog(bytes: Uint8Array, cuts: readonly number[]): Fed {
  const found: unknown[] = [];
  let accusation: string | undefined;
  const splitter = createSplitter({
    value(held, start, end, line, hints) {
      const matters = mayMatter(held, NAMES, start, end, hints);
      const read = readValue(held.subarray(start, end));
      if (!matters && isWanted(read)) accusation = 'the filter passed over a record that is wanted';
      found.push([line, read.kind, matters]);
    },
    lost: (loss) => void found.push(loss),
  });
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const size = turn < 6 ? cuts[turn % cuts.length]! : 65_536;
    splitter.push(bytes.subarray(from, from + size));
    from += size;
  }
  splitter.end();
  // The bytes of a byte order mark are none of a record's, in whatever order.
  const rest = bytes.filter((byte) => byte !== 0xef && byte !== 0xbb && byte !== 0xbf);
  const isBlank = rest.every((byte) => byte <= 0x20 || byte === 0x2c);
  if (found.length === 0 && !isBlank && !isEmptyList(rest))
    accusation ??= 'of what is there nothing was read, and nothing named';
  return { outcome: found, accusation };
}

function isEmptyList(bytes: Uint8Array): boolean {
  return /^[\s,[\]]*$|"(Records|Events)"|\\u/.test(new TextDecoder().decode(bytes));
}

function isWanted(read: ReadResult): boolean {
  return read.kind === 'record' && WANTED.has(`${read.record.eventSource}/${read.record.eventName}`);
}

/** One record as a value, through its mapper. */
export const records = defineTarget<string>('records', 2_200_000, async () => {
  const seeds = relevantFirst(await recordSeeds());
  return {
    make: (random) => json(mutate(asOther(pickSeed(seeds, random), seeds, random), random, seeds)),
    feed: (text) => readRecord(text),
  };
});

function readRecord(text: string): Fed {
  const read = readValue(encoder.encode(text));
  if (read.kind !== 'record') return { outcome: read };
  const mapped = toChanges(read.record, GROUPS);
  const actor = toActor(read.record);
  const changes = mapped.kind === 'changes' ? mapped.changes : [];
  const keys = changes.map(({ key }) => key);
  const isVague =
    keys.some((key) => key === '' || /undefined|\[object/.test(key)) && !/undefined|\[object/.test(text);
  const accusation = isVague
    ? `a change of the resource ${keys.join(' ')}`
    : actor.principal === ''
      ? 'an actor without a name'
      : undefined;
  return { outcome: [mapped, actor], accusation };
}

/** What matters is a small part of a log: it is taken more often. */
function relevantFirst(
  seeds: readonly JsonObject[],
): { readonly relevant: readonly JsonObject[]; readonly all: readonly JsonObject[] } & readonly JsonObject[] {
  const relevant = seeds.filter(
    (seed) => mapperFor(String(seed.eventSource), String(seed.eventName)) !== undefined,
  );
  return Object.assign([...seeds], { relevant, all: seeds });
}

function pickSeed(seeds: ReturnType<typeof relevantFirst>, random: Random): JsonObject {
  return random.percent(85) ? random.pick(seeds.relevant) : random.pick(seeds.all);
}

/** Now and then with the name of another event, or the parameters of another record. */
function asOther(seed: JsonObject, seeds: ReturnType<typeof relevantFirst>, random: Random): JsonObject {
  if (random.percent(70)) return seed;
  const [eventSource, eventName] = random.pick([...WANTED]).split('/') as [string, string];
  const other = random.pick(seeds.relevant);
  const parameters = {
    ...(seed.requestParameters as object | null),
    ...(other.requestParameters as object | null),
  };
  return { ...seed, eventSource, eventName, requestParameters: parameters as JsonObject };
}
