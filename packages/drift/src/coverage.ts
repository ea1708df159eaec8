import type { JsonValue, ServiceState } from '@podguard/core';
import * as z from 'zod/mini';

/** What was read to its end by earlier runs: only there something that was not recorded is drift. */
export interface Coverage {
  /** By listing the regions; one of the account is in a region without a name. */
  readonly listings: Readonly<Record<string, readonly string[]>>;
  /** What was listed and could not be read yet. */
  readonly unread: readonly string[];
}

const COVERAGE_MARK = 'drift-coverage';

const strings = z.array(z.string());
const markSchema = z.record(
  z.string(),
  z.object({ listings: z.record(z.string(), strings), unread: strings }),
);

const NONE: Coverage = { listings: {}, unread: [] };

/** By account, as a mark of the service; of what another version wrote nothing counts. */
export async function loadCoverage(
  state: Pick<ServiceState, 'loadMark'>,
  account: string,
): Promise<Coverage> {
  return parsed(await state.loadMark(COVERAGE_MARK))[account] ?? NONE;
}

/** Whether anything of the account was ever read to its end. */
export function isCovered({ listings }: Coverage): boolean {
  return Object.values(listings).some((regions) => regions.length > 0);
}

/** Adds what a run read to its end; what it did not watch stays as it was. */
export async function addCoverage(
  state: Pick<ServiceState, 'loadMark' | 'replaceMark'>,
  account: string,
  { listings, unread }: Coverage,
): Promise<void> {
  for (;;) {
    const was = await state.loadMark(COVERAGE_MARK);
    const all = parsed(was);
    const before = all[account] ?? NONE;
    const names = new Set([...Object.keys(before.listings), ...Object.keys(listings)]);
    const merged = [...names].sort().map((name) => {
      const known = before.listings[name] ?? [];
      return [name, [...new Set([...known, ...(listings[name] ?? [])])].sort()] as const;
    });
    const now = {
      ...all,
      [account]: { listings: Object.fromEntries(merged), unread: [...unread].sort() },
    };
    if (JSON.stringify(now) === JSON.stringify(was)) return;
    if (await state.replaceMark(COVERAGE_MARK, was, now as unknown as JsonValue)) return;
  }
}

function parsed(mark: JsonValue | undefined): Readonly<Record<string, Coverage>> {
  return markSchema.safeParse(mark).data ?? {};
}
