import {
  findingId,
  ServiceError,
  type ServiceState,
  type Severity,
  type Store,
  severityRank,
  type Transition,
  type TransitionType,
} from '@podguard/core';
import { createDigestSum, type DigestedFinding, type DigestSum } from '@podguard/notify';

export interface QuietSumDeps {
  readonly state: Pick<ServiceState, 'listQuiet'>;
  readonly store: Pick<Store, 'load'>;
  /** A channel's; absent: that for all. */
  readonly box?: string;
  /** At most so many are summed up at once. */
  readonly most?: number;
}

export interface QuietSum {
  /** Of the transitions that were kept, in order. */
  readonly ids: readonly string[];
  readonly sum: DigestSum;
  readonly types: readonly TransitionType[];
  /** How many of them cannot be read. */
  readonly unreadable: number;
  /** Whether others are left. */
  readonly isFull: boolean;
}

/** What is held of the transitions of a resource, of which there may be a hundred thousand. */
interface Kept {
  readonly resource: Transition['finding']['resource'];
  readonly rules: Map<string, { readonly title: string; readonly severity: Severity }>;
}

const LOADS_AT_ONCE = 32;
/** Some 3 ms each with the processor of `sweep`: a minute. */
const MOST = 20_000;

/**
 * Sums up what was kept quiet: each finding as it is now. In which order they were kept, and what was told of them at once
 * since, makes no difference then.
 */
export async function sumQuiet({ state, store, box, most = MOST }: QuietSumDeps): Promise<QuietSum> {
  const ids: string[] = [];
  const kept = new Map<string, Kept>();
  const types = new Set<TransitionType>();
  let unreadable = 0;
  let isFull = false;
  const passOver = (id: string): void => {
    ids.push(id);
    unreadable += 1;
  };
  for await (const { id, type, finding } of state.listQuiet(box, passOver)) {
    isFull = ids.length >= most;
    if (isFull) break;
    ids.push(id);
    types.add(type);
    keep(kept, finding);
  }
  const sum = createDigestSum();
  const all = [...kept.values()];
  for (let at = 0; at < all.length; at += LOADS_AT_ONCE) {
    const some = all.slice(at, at + LOADS_AT_ONCE).map((one) => present(one, store));
    for (const finding of (await Promise.all(some)).flat()) sum.add(finding);
  }
  return { ids: ids.sort(), sum, types: [...types].sort(), unreadable, isFull };
}

function keep(kept: Map<string, Kept>, { resource, rule, title, severity }: Transition['finding']): void {
  const one = kept.get(resource.key) ?? { resource, rules: new Map() };
  kept.set(resource.key, one);
  const before = one.rules.get(rule);
  if (before === undefined || severityRank(severity) > severityRank(before.severity))
    one.rules.set(rule, { title, severity });
}

async function present({ resource, rules }: Kept, store: QuietSumDeps['store']): Promise<DigestedFinding[]> {
  const openOf = await openLives(resource.key, store);
  return [...rules].flatMap(([rule, { title, severity }]) => {
    const life = openOf(rule);
    if (life === 'exempt') return [];
    return {
      id: findingId(rule, resource.key),
      rule,
      title,
      severity: life?.severity ?? severity,
      status: life === undefined ? 'resolved' : 'open',
      summary: life?.summary ?? '',
      resource,
      opened: life?.openedAt === undefined ? null : { at: life.openedAt },
    };
  });
}

interface OpenLife {
  readonly severity?: Severity;
  readonly summary: string;
  readonly openedAt?: string;
}

/** What cannot be read is no end: it stays as grave as was kept. What was accepted since is no news. */
async function openLives(
  key: string,
  store: QuietSumDeps['store'],
): Promise<(rule: string) => OpenLife | 'exempt' | undefined> {
  try {
    const item = await store.load(key);
    return (rule) => {
      if (item?.announced[rule]?.exemption !== undefined) return 'exempt';
      const life = item?.lives.find((one) => one.rule === rule && one.resolved === null);
      return life && { ...life, openedAt: life.opened.stamp.time };
    };
  } catch (error) {
    if (!(error instanceof ServiceError) || error.retryable) throw error;
    return () => ({ summary: `what is stored of ${key} cannot be read` });
  }
}
