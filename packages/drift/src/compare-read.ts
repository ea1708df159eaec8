import { type Item, inSeconds, READ_MARGIN_MS, type StateChange } from '@podguard/core';
import { type PageRead, standingOf } from '@podguard/inventory';
import { compareViews, foundFields } from './compare-views.ts';
import type { Difference } from './difference.ts';
import type { LookAgain, News } from './drift-run.ts';
import { isMadeByAws } from './made-by-aws.ts';

/** What was read of one resource, beside what was recorded of it. */
export interface Compared {
  readonly what: News['what'] | 'unchanged';
  /** Null where it is as it was recorded, but for what is no drift. */
  readonly difference: Difference | null;
  /** What is to be recorded. */
  readonly changes: readonly StateChange[];
  /** What was recorded is newer than the read: from then on another tells what is so. */
  readonly again: LookAgain | null;
}

/** A read is stamped in whole seconds, and clocks differ. */
const ROUNDING_MS = 2_000;

export function compareRead(
  { key, told, news }: Pick<PageRead, 'key' | 'told' | 'news'>,
  item: Item | undefined,
): Compared {
  const before = item && standingOf(item);
  const isThere = told.some(({ op }) => op !== 'delete');
  if (item === undefined || before === undefined) {
    if (!isThere) return { what: 'unchanged', difference: null, changes: news, again: null };
    return appeared({ key, told, changes: news, item });
  }
  // One that went with its owner is recorded as it was: that it is there is news.
  const changes = isThere && !item.present && news.length === 0 ? told : news;
  const after = changes.length === 0 ? before : (standingOf(item, changes) ?? before);
  const again = lookAgain(key, { told, item, after });
  const isNow = after.presence.present;
  if (!item.present)
    return isThere && isNow
      ? appeared({ key, told, changes, item })
      : { what: 'unchanged', difference: null, changes: isThere ? [] : changes, again };
  if (!isNow) {
    const difference = isMadeByAws(told, before) ? null : differenceOf('gone', { key, told, item });
    return { what: 'gone', difference, changes, again };
  }
  const fields = after === before ? [] : compareViews(item.kind, before.views, after.views);
  if (fields.length > 0)
    return {
      what: 'changed',
      difference: { ...differenceOf('changed', { key, told, item }), fields },
      changes,
      again,
    };
  return { what: changes.length > 0 ? 'learnt' : 'unchanged', difference: null, changes, again };
}

interface Read {
  readonly key: string;
  readonly told: readonly StateChange[];
  readonly item: Item | undefined;
}

function appeared({ changes, ...read }: Read & Pick<Compared, 'changes'>): Compared {
  const [first, ...more] = read.told;
  if (first === undefined) return { what: 'unchanged', difference: null, changes, again: null };
  const { kind, key, account, region } = first;
  const history = { kind, key, account, region, base: null, horizon: null, log: [first], activity: {} };
  const fields = foundFields(kind, standingOf(history, more)?.views ?? []);
  return {
    what: 'appeared',
    difference: isMadeByAws(read.told, undefined) ? null : { ...differenceOf('appeared', read), fields },
    changes,
    again: null,
  };
}

/** Of one that nobody asked about yet. */
function differenceOf(type: Difference['type'], { key, told, item }: Read): Difference {
  const [first] = told;
  const { kind, account, region } = (item ?? first) as Pick<StateChange, 'kind' | 'account' | 'region'>;
  return {
    ...{ key, kind, account, region, type, fields: [] },
    readAt: readAtOf(first),
    recordedAt: recordedAtOf(item),
    ...{ origin: 'not-asked', explanation: null, reason: 'the event history was not asked yet' },
  };
}

/** When the call began: a read is stamped before it. */
function readAtOf(read: StateChange | undefined): string {
  const at = Date.parse(read?.stamp.time ?? '') + READ_MARGIN_MS;
  return inSeconds(new Date(at));
}

function recordedAtOf(item: Item | undefined): string | null {
  if (item === undefined) return null;
  return item.log.at(-1)?.stamp.time ?? item.horizon?.time ?? item.base?.first ?? null;
}

/** Where the read says otherwise than what is newer than it: the answer may be older than the event, or the event than a change that was missed. */
function lookAgain(
  key: string,
  {
    told,
    item,
    after,
  }: {
    readonly told: readonly StateChange[];
    readonly item: Item;
    readonly after: ReturnType<typeof standingOf> & {};
  },
): LookAgain | null {
  const { newest, goneAt } = after.presence;
  const latest = [newest?.time, goneAt?.time]
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);
  if (latest === undefined) return null;
  const time = inSeconds(new Date(Date.parse(latest) + 1_000));
  if (told.every(({ stamp }) => stamp.time > latest)) return null;
  const later = standingOf(
    item,
    told.map((change) => ({ ...change, stamp: { ...change.stamp, time } })),
  );
  if (later === undefined) return null;
  const isSame =
    later.presence.present === after.presence.present &&
    (!later.presence.present || compareViews(item.kind, after.views, later.views).length === 0) &&
    (after.views.length === 1 || later.views.length > 1);
  return isSame ? null : { key, at: inSeconds(new Date(Date.parse(latest) + READ_MARGIN_MS + ROUNDING_MS)) };
}
