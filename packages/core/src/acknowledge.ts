import { acknowledgedOf } from './decisions.ts';
import { ServiceError } from './errors.ts';
import { findingId } from './finding.ts';
import type { Item } from './item.ts';
import type { Store } from './store-port.ts';

export interface AcknowledgeDeps {
  readonly store: Pick<Store, 'load' | 'save' | 'listItems'>;
}

export interface Acknowledging {
  /** By its id all items are searched; by rule and resource key one is read. */
  readonly finding: string | { readonly rule: string; readonly key: string };
  readonly by: string;
  readonly at: Date;
}

/** `already`: somebody did, and it did not worsen since. `changed-since`: it opened or worsened after the time that is given. */
export type AcknowledgeOutcome = 'acknowledged' | 'already' | 'changed-since' | 'not-open' | 'not-found';

const MAX_ATTEMPTS = 12;

/** Creates what records that somebody knows of an open finding; its status stays as it is. */
export function createAcknowledge({
  store,
}: AcknowledgeDeps): (acknowledging: Acknowledging) => Promise<AcknowledgeOutcome> {
  return async ({ finding, by, at }) => {
    const place = typeof finding === 'string' ? await placeOf(store, finding) : finding;
    if (place === undefined) return 'not-found';
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const item = await store.load(place.key);
      const lives = item === undefined ? [] : livesOf(item, place.rule);
      if (item === undefined || lives.length === 0) return 'not-found';
      const open = lives.find(({ resolved }) => resolved === null);
      if (open === undefined) return 'not-open';
      if (acknowledgedOf(item, open) !== null) return 'already';
      const told = item.announced[place.rule];
      if (told?.status !== 'open') throw untold(place);
      const announced = {
        ...item.announced,
        [place.rule]: { ...told, acknowledged: { by, at: at.toISOString() } },
      };
      if (acknowledgedOf({ announced }, open) === null) return 'changed-since';
      if ((await store.save({ ...next(item), announced })) === 'written') return 'acknowledged';
    }
    throw new ServiceError(
      'store-contended',
      `${place.key} was changed by others ${MAX_ATTEMPTS} times; try again`,
      { retryable: true },
    );
  };
}

/** What is pending is marked anew: who is about to clear it has not seen this. */
function next(item: Item): Item {
  const version = item.version + 1;
  return { ...item, version, pending: item.pending && { ...item.pending, version } };
}

function untold({ rule, key }: { readonly rule: string; readonly key: string }): ServiceError {
  return new ServiceError('store-contended', `${rule} of ${key} is being told just now; try again`, {
    retryable: true,
  });
}

async function placeOf(
  store: Pick<Store, 'listItems'>,
  id: string,
): Promise<{ readonly rule: string; readonly key: string } | undefined> {
  for await (const { key, past, lives } of store.listItems())
    for (const { rule } of [...past, ...lives]) if (findingId(rule, key) === id) return { rule, key };
  return undefined;
}

function livesOf({ past, lives }: Item, rule: string) {
  return [...past, ...lives].filter((life) => life.rule === rule);
}
