import { type Finding, SEVERITIES, type ServiceState, type Severity, severityRank } from '@podguard/core';
import type { AccountReport, TrendPoint } from '@podguard/report';
import * as z from 'zod/mini';

/** What was open or exempt at the end of a run. */
export interface OpenBefore {
  readonly run: string;
  readonly at: string;
  /** Whose resources it counts; absent where that is not known. */
  readonly account?: string;
  /** Ids by severity; null where there were too many to keep. */
  readonly ids: Readonly<Record<Severity, ReadonlySet<string> | null>>;
}

const schema = z.strictObject({ at: z.string(), ids: z.partialRecord(z.enum(SEVERITIES), z.string()) });
const KEEP_SECONDS = 100 * 86_400;
/** A mark is one item of the table. */
const MOST_IDS = 15_000;

const nameOf = (run: string): string => `drift-open ${run}`;

/** Of the last run before this one; undefined where nothing is kept of it. */
export async function loadOpenBefore(
  state: Pick<ServiceState, 'loadMark'>,
  trend: readonly TrendPoint[],
  run?: string,
): Promise<OpenBefore | undefined> {
  const last = trend.findLast((point) => point.run !== run);
  if (last === undefined) return undefined;
  const { data } = schema.safeParse(await state.loadMark(nameOf(last.run)));
  if (data === undefined) return undefined;
  const ids = SEVERITIES.map((severity) => {
    const text = data.ids[severity];
    return [severity, text === undefined ? null : new Set(text.split(' ').filter(Boolean))] as const;
  });
  const whose = last.account === undefined ? {} : { account: last.account };
  return {
    run: last.run,
    ...whose,
    at: data.at,
    ids: Object.fromEntries(ids) as unknown as OpenBefore['ids'],
  };
}

/** The gravest first, as many severities as there is room for. */
export async function keepOpen(
  state: Pick<ServiceState, 'saveMark'>,
  { run, at }: Pick<TrendPoint, 'run' | 'at'>,
  findings: readonly Pick<Finding, 'id' | 'status' | 'severity'>[],
): Promise<void> {
  let room = MOST_IDS;
  const kept = SEVERITIES.toSorted((a, b) => severityRank(b) - severityRank(a)).flatMap((severity) => {
    const ids = findings.filter((one) => one.severity === severity && one.status !== 'resolved');
    room -= ids.length;
    return room < 0 ? [] : [[severity, ids.map(({ id }) => id).join(' ')] as const];
  });
  await state.saveMark(nameOf(run), { at, ids: Object.fromEntries(kept) }, KEEP_SECONDS);
}

/** Takes every finding of the store, each life once, and tells what came and what ended since then. */
export function createSince(before: OpenBefore) {
  const known = new Set(SEVERITIES.flatMap((severity) => [...(before.ids[severity] ?? [])]));
  const isUnsure = (severity: Severity) => before.ids[severity] === null;
  const opened = new Map<string, Finding>();
  const resolved = new Map<string, Finding>();
  const present = new Set<string>();
  return {
    add(finding: Finding): void {
      const { id, status, severity, resource } = finding;
      if (isOther(resource.account, before.account)) return;
      if (status !== 'resolved') {
        present.add(id);
        const isNew = !known.has(id) && (!isUnsure(severity) || (finding.opened?.at ?? '') > before.at);
        if (status === 'open' && isNew) opened.set(id, finding);
        return;
      }
      const wasThere = known.has(id) || (isUnsure(severity) && (finding.opened?.at ?? '') <= before.at);
      const last = resolved.get(id);
      const isLater = (last?.resolved?.at ?? '') <= (finding.resolved?.at ?? '');
      // What ended before then ended in another life of it.
      if (wasThere && isLater && (known.has(id) || (finding.resolved?.at ?? '') > before.at))
        resolved.set(id, finding);
    },
    result: (): NonNullable<AccountReport['since']> => ({
      run: before.run,
      at: before.at,
      opened: [...opened.values()],
      resolved: [...resolved.values()].filter(({ id }) => !present.has(id)),
    }),
  };
}

/** What is of no account that is known counts for each. */
export function isOther(account: string, own: string | undefined): boolean {
  return own !== undefined && account !== own && /^\d{12}$/.test(account);
}
