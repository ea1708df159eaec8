import type { Change } from './change.ts';
import type { Config } from './config.ts';
import { dependentsAt } from './dependents.ts';
import { ServiceError } from './errors.ts';
import { deferred, HUB_READS, waitsUntil } from './hub.ts';
import { type History, type Item, mergeChange, type Origin, trimLog } from './item.ts';
import { canonicalJson, type JsonValue } from './json.ts';
import { type JudgeInput, type Judgement, judge } from './judge.ts';
import type { Kind } from './kinds.ts';
import { isLiveAround, louder, originOf } from './origin.ts';
import { isFoundAnew, placeOf, readersKey, type Surroundings } from './reach.ts';
import { recastOf } from './recast.ts';
import type { Catalogue, CatalogueOf } from './rule.ts';
import type { Store } from './store-port.ts';

export interface EngineDeps {
  readonly store: Store;
  /** All of it, or what gives the part that judges a kind. */
  readonly catalogue: Catalogue | CatalogueOf;
  readonly config: Config;
  /** Names the catalogue and, after a dot, the configuration that verdicts were made with. */
  readonly judgedWith: string;
  /** How many lives that ended before the horizon an item keeps. */
  readonly pastLimit: number;
  /** Waits before another attempt after a conflict; attempts count from 1. */
  readonly backOff: (attempt: number) => Promise<void>;
  /** Without a clock hubs wait for nothing: an archive's changes are judged together anyway. */
  readonly now?: () => Date;
  /** How many others a hub reads at least; default: `HUB_READS`. */
  readonly hubReads?: number;
  /** Told of each judgement that holds, with what it read; `null`: looked for and not found. */
  readonly onJudged?: (judged: JudgedItem) => void;
}

export interface JudgedItem {
  readonly item: Item;
  readonly histories: ReadonlyMap<string, History | null>;
}

/** `deferred`: a hub that was judged a short while ago; it is marked to be judged again. */
export type Outcome = 'written' | 'unchanged' | 'duplicate' | 'deferred';

export interface Engine {
  /** Records a change and judges its resource. */
  apply(change: Change): Promise<Outcome>;
  /** Judges a resource again because something around it changed. */
  rejudge(key: string, how?: Rejudging): Promise<Outcome>;
}

export interface Rejudging {
  readonly hubsWait: boolean;
  /** What changed, as it was read before this; a message does not say it. */
  readonly around?: Item;
  /** By what it changed. */
  readonly origin?: Origin | undefined;
}

const MAX_ATTEMPTS = 12;
const PARALLEL_LOADS = 16;
const MAX_LOG_BYTES = 150_000;

/** Creates the engine: read the item, fold, judge with what is around it, write on the version that was read. */
export function createEngine(deps: EngineDeps): Engine {
  const update = async (
    key: string,
    change: Change | null,
    { hubsWait, origin: asked }: Pick<Rejudging, 'hubsWait' | 'origin'>,
  ): Promise<Outcome> => {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      // Rules that are not there yet are read while the item is.
      const [item] = await Promise.all([deps.store.load(key), change && catalogueFor(deps, change.kind)]);
      const merged = change === null ? keep(item) : mergeChange(item, change);
      if (merged === null) return 'unchanged';
      if (merged.outcome === 'duplicate' && attempt === 1) return 'duplicate';
      // After a conflict it may be there by this very call, whose answer was lost: its judgement is still owed.
      const outcome = merged.outcome === 'duplicate' ? 'kept' : merged.outcome;
      const now = deps.now?.();
      const due = hubsWait && item !== undefined && now !== undefined ? waitsUntil(item, now) : undefined;
      if (item !== undefined && now !== undefined && due !== undefined) {
        const marked = deferred(item, { due, origin: asked }, now);
        if (marked === undefined || (await deps.store.save(marked)) === 'written') return 'deferred';
        await deps.backOff(attempt);
        continue;
      }
      const late = outcome === 'late' && change !== null ? change.cause : null;
      const catalogue = await catalogueFor(deps, merged.history.kind);
      const { judgement, histories } = await judgeAround(
        { ...deps, catalogue },
        { subject: merged.history, previous: item, late },
      );
      const judgedAt =
        now !== undefined && judgement.reads >= (deps.hubReads ?? HUB_READS) ? now.toISOString() : null;
      const eventId = outcome === 'kept' ? null : (change?.stamp.eventId ?? null);
      const origin = asked === 'replayed' && isLiveAround(histories.values(), now) ? 'live' : asked;
      const next = toItem(merged.history, judgement, { item, outcome, judgedAt, eventId, origin }, deps);
      if (next === null) {
        if (item !== undefined) deps.onJudged?.({ item, histories });
        return 'unchanged';
      }
      if ((await deps.store.save(next)) === 'written') {
        deps.onJudged?.({ item: next, histories });
        return next.pending === null ? 'unchanged' : 'written';
      }
      await deps.backOff(attempt);
    }
    throw new ServiceError(
      'store-contended',
      `${key} was changed by others ${MAX_ATTEMPTS} times while it was judged; try again`,
      {
        retryable: true,
      },
    );
  };
  return {
    apply: (change) => update(change.key, change, { hubsWait: false, origin: originOf(change) }),
    rejudge: (key, { hubsWait, origin } = { hubsWait: false }) => update(key, null, { hubsWait, origin }),
  };
}

async function catalogueFor({ catalogue }: EngineDeps, kind: Kind): Promise<Catalogue> {
  return typeof catalogue === 'function' ? catalogue(kind) : catalogue;
}

function keep(item: Item | undefined): { readonly history: History; readonly outcome: 'kept' } | null {
  return item === undefined ? null : { history: item, outcome: 'kept' };
}

/**
 * Judges with what is around. Edges are written before anything is read through them: a change that this read misses
 * finds the edge and judges again.
 */
async function judgeAround(
  deps: EngineDeps & { readonly catalogue: Catalogue },
  { subject, previous, late }: Pick<JudgeInput, 'subject' | 'previous' | 'late'>,
): Promise<{ readonly judgement: Judgement; readonly histories: JudgedItem['histories'] }> {
  const known = new Set(previous?.edges ?? []);
  const histories = new Map<string, History | null>();
  const dependents = new Map<string, readonly string[]>();
  for (;;) {
    const surroundings: Surroundings = { histories, dependents };
    const result = judge({
      subject,
      previous,
      surroundings,
      catalogue: deps.catalogue,
      config: deps.config,
      late,
    });
    if (!('missing' in result)) {
      // Who is found by what he points at is read before it is known that he is around: his changes tell by that.
      await putEdges(deps.store, subject, result.edges, known);
      return { judgement: result, histories };
    }
    const others = result.missingDependents
      .filter(({ key }) => key !== subject.key)
      .map(({ key, apart }) => (apart === true ? readersKey(key) : key));
    await putEdges(deps.store, subject, [...others, ...result.edges], known);
    await Promise.all(
      result.missingDependents.map(async (place) => {
        dependents.set(placeOf(place), await dependentsAt(deps.store, place));
      }),
    );
    await loadAll(deps.store, result.missing, histories);
  }
}

/** An edge to everything that is read, the keys of others' dependents too, is there before it is read. */
async function putEdges(
  store: Store,
  subject: History,
  keys: readonly string[],
  known: Set<string>,
): Promise<void> {
  const unknown = [...new Set(keys)].filter((key) => !known.has(key));
  if (unknown.length === 0) return;
  const since = subject.base?.first ?? subject.log[0]?.stamp.time ?? '';
  await store.putEdges(
    unknown.map((target) => ({ target, dependent: subject.key, dependentKind: subject.kind, since })),
  );
  for (const key of unknown) known.add(key);
}

async function loadAll(
  store: Store,
  keys: readonly string[],
  histories: Map<string, History | null>,
): Promise<void> {
  for (let from = 0; from < keys.length; from += PARALLEL_LOADS) {
    const some = keys.slice(from, from + PARALLEL_LOADS);
    const items = await Promise.all(some.map((key) => store.load(key)));
    some.forEach((key, index) => {
      histories.set(key, items[index] ?? null);
    });
  }
}

function toItem(
  history: History,
  judgement: Judgement,
  made: {
    readonly item: Item | undefined;
    readonly outcome: 'added' | 'late' | 'kept';
    readonly judgedAt: string | null;
    /** Of the change, where one is new. */
    readonly eventId: string | null;
    readonly origin: Origin | undefined;
  },
  { judgedWith, pastLimit }: EngineDeps,
): Item | null {
  const { item: previous, outcome, judgedAt, eventId } = made;
  const origin = louder(previous?.pending?.origin, made.origin);
  const { present, goneAt, lives, carried, since, undecided, edges } = judgement;
  const past = pastLimit < judgement.past.length ? judgement.past.slice(-pastLimit) : judgement.past;
  const { kind, key, account, region, base, horizon, log, activity } = withinSize(trimLog(history));
  const late = (previous?.late ?? 0) + (outcome === 'late' ? 1 : 0);
  const content = {
    kind,
    key,
    account,
    region,
    base,
    horizon,
    log,
    activity,
    judgedWith,
    late,
    present,
    goneAt,
    edges,
    since,
    carried,
    past,
    lives,
    undecided,
  };
  const version = (previous?.version ?? 0) + 1;
  if (previous !== undefined && outcome === 'kept' && sameContent(content, previous)) {
    const { pending } = previous;
    // What it waits to tell may be due to what asks for it now.
    if (pending !== null && origin === 'live' && pending.origin !== 'live')
      return { ...previous, version, judgedAt, pending: { ...pending, version, origin } };
    return judgedAt === null || waitsUntil(previous, new Date(judgedAt)) !== undefined
      ? null
      : { ...previous, version, judgedAt };
  }
  const spread =
    outcome !== 'kept' || previous?.pending?.spread === true || isFoundAnew(edges, previous?.edges ?? []);
  return {
    ...content,
    judgedAt,
    version,
    pending: {
      ...{ version, spread, ...recastOf(previous, content, eventId) },
      ...(origin === undefined ? {} : { origin }),
    },
    announced: previous?.announced ?? {},
    outgoing: previous?.outgoing ?? null,
  };
}

function sameContent(
  content: Omit<Item, 'version' | 'judgedAt' | 'pending' | 'announced' | 'outgoing'>,
  previous: Item,
): boolean {
  const {
    version: _version,
    judgedAt: _judgedAt,
    pending: _pending,
    announced: _announced,
    outgoing: _outgoing,
    ...before
  } = previous;
  // What was not computed anew is the same object, and most of an item.
  return (Object.keys(content) as (keyof typeof content)[]).every(
    (name) =>
      content[name] === before[name] ||
      canonicalJson(content[name] as unknown as JsonValue) ===
        canonicalJson(before[name] as unknown as JsonValue),
  );
}

/** Keeps the item well below DynamoDB's 400 KB by folding the oldest changes into the base. */
function withinSize(history: History): History {
  let result = history;
  while (result.log.length > 1 && utf8Length(JSON.stringify(result.log)) > MAX_LOG_BYTES)
    result = trimLog(result, result.log.length - 1);
  return result;
}

function utf8Length(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) length += code > 0x7ff ? 2 : 1;
  }
  return length;
}
