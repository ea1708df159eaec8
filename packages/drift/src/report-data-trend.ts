import {
  type Finding,
  IDENTITY_METHODS,
  type JsonValue,
  type Posture,
  SEVERITIES,
  type ServiceState,
  type Severity,
} from '@podguard/core';
import type { TrendPoint } from '@podguard/report';
import * as z from 'zod/mini';

const TREND_MARK = 'drift-runs';
/** Of each account. */
const MOST_POINTS = 90;
const MOST_OF_ALL = 500;

const count = z.int().check(z.nonnegative());
const bySeverity = z.strictObject({ low: count, medium: count, high: count, critical: count });
const pointSchema = z.strictObject({
  run: z.string(),
  account: z.optional(z.string()),
  at: z.iso.datetime(),
  score: z.nullable(z.number()),
  methods: z.partialRecord(z.enum(IDENTITY_METHODS), count),
  open: bySeverity,
  exempt: count,
  drifted: count,
  gaps: count,
});
const trendSchema = z.strictObject({ points: z.array(pointSchema) });

/** Past runs, the oldest first; of what another version wrote there are none. */
export async function loadTrend(state: Pick<ServiceState, 'loadMark'>): Promise<readonly TrendPoint[]> {
  return parsed(await state.loadMark(TREND_MARK));
}

/** Those of one account, and those of which nothing says whose they are. */
export function pointsOf(points: readonly TrendPoint[], account: string): readonly TrendPoint[] {
  return points.filter((point) => point.account === undefined || point.account === account);
}

/** Adds a run, or takes the place of what it told before; returns all of its account. */
export async function keepTrend(
  state: Pick<ServiceState, 'loadMark' | 'replaceMark'>,
  point: TrendPoint & { readonly account: string },
): Promise<readonly TrendPoint[]> {
  for (;;) {
    const was = await state.loadMark(TREND_MARK);
    const all = [...parsed(was).filter(({ run }) => run !== point.run), point];
    const own = pointsOf(all, point.account).slice(-MOST_POINTS);
    const isKept = (one: TrendPoint) => own.includes(one) || pointsOf([one], point.account).length === 0;
    const points = all.filter(isKept).slice(-MOST_OF_ALL);
    // Another run may end at the same time.
    if (await state.replaceMark(TREND_MARK, was, { points: points.map((one) => ({ ...one })) })) return own;
  }
}

function parsed(mark: JsonValue | undefined): readonly TrendPoint[] {
  const { data } = trendSchema.safeParse(mark);
  return (data?.points ?? []).map(({ methods, account, ...point }) => ({
    ...point,
    ...(account === undefined ? {} : { account }),
    methods: Object.fromEntries(Object.entries(methods).filter(([, value]) => value !== undefined)),
  }));
}

/** What the present state is as a point of the trend. */
export function pointOf(
  { run, at, account }: Pick<TrendPoint, 'run' | 'at'> & { readonly account: string },
  found: {
    readonly posture: Posture;
    readonly findings: readonly Pick<Finding, 'status' | 'severity'>[];
    readonly drifted: number;
    readonly gaps: number;
  },
): TrendPoint & { readonly account: string } {
  const { posture, findings, drifted, gaps } = found;
  const open = findings.filter(({ status }) => status === 'open');
  const counts = Object.fromEntries(
    SEVERITIES.map((severity) => [severity, open.filter((one) => one.severity === severity).length]),
  ) as Readonly<Record<Severity, number>>;
  const methods = IDENTITY_METHODS.flatMap((method) => {
    const all = posture.accounts.reduce((sum, account) => sum + (account.methods[method] ?? 0), 0);
    return all === 0 ? [] : [[method, all] as const];
  });
  return {
    run,
    account,
    at,
    score: scoreOf(posture),
    methods: Object.fromEntries(methods),
    open: counts,
    exempt: findings.filter(({ status }) => status === 'exempt').length,
    drifted,
    gaps,
  };
}

/** The mean over the grants of all accounts. */
function scoreOf({ accounts }: Posture): number | null {
  const grants = accounts.reduce((all, account) => all + account.grants, 0);
  const sum = accounts.reduce((all, account) => all + account.sum, 0);
  return grants === 0 ? null : Math.round((sum / grants) * 10) / 10;
}
