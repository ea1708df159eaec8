import {
  type Config,
  gather,
  type Remediation,
  type RemediationState,
  rulesIn,
  type ServiceError,
  type ServiceState,
  shortHash,
  throwAll,
} from '@podguard/core';
import type { ShadowExample, ShadowReport } from '@podguard/notify';
import { shadowRefusal, shadowSummaries, wouldBe } from '@podguard/report';
import * as z from 'zod/mini';
import { type Channels, peopleOf } from './channels.ts';
import { toMessageBody } from './message-body.ts';

export interface ShadowReportDeps {
  readonly config: Pick<Config, 'remediation'>;
  readonly state: Pick<ServiceState, 'loadMark' | 'saveMark'> & Pick<RemediationState, 'listRemediations'>;
  readonly channels: Channels;
  readonly account: string;
  readonly now: () => Date;
  readonly unreadable: (problem: ServiceError) => void;
}

export const SHADOW_MARK = 'remediation-shadow';
const DAY_MS = 24 * 60 * 60_000;
/** It is looked each quarter of an hour: where nobody did for so long, shadow mode was off, or the service was. */
const GAP_MS = DAY_MS / 4;
const MOST_READ = 5_000;
const NEWEST = 10;
const HASH_LENGTH = 26;

/** When it was looked last; by rule, since when what shadow mode records was not reported. */
const markSchema = z.strictObject({
  looked: z.iso.datetime(),
  since: z.record(z.string(), z.iso.datetime()),
});

/**
 * Creates what tells people, each `shadowDays` for each rule in shadow mode, what `auto` would have done: also where that is
 * nothing. After a crash the same report is told again. Of more than are read the newest are told, with the time that they cover.
 */
export function createReportShadow(deps: ShadowReportDeps): () => Promise<readonly ShadowReport[]> {
  const { config, state, now } = deps;
  const rules = rulesIn(config, 'shadow');
  const lengthMs = config.remediation.shadowDays * DAY_MS;
  return async () => {
    const { data: known } = markSchema.safeParse(await state.loadMark(SHADOW_MARK));
    const at = now().getTime();
    const goesOn = known !== undefined && at - Date.parse(known.looked) < GAP_MS;
    const since = new Map(
      rules.map((rule) => [rule, Date.parse((goesOn && known.since[rule]) || iso(at))] as const),
    );
    const save = () =>
      state.saveMark(SHADOW_MARK, {
        looked: iso(at),
        since: Object.fromEntries([...since].map(([rule, from]) => [rule, iso(from)])),
      });
    // Also where telling fails: it was looked.
    await save();
    const due = [...since].filter(([, from]) => from + lengthMs <= at);
    if (due.length === 0) return [];
    const recorded = await newest(deps);
    const reports = due.map(([rule, from]) => reportOf(deps, rule, recorded, [from, at]));
    for (const report of reports) await tell(deps, report);
    for (const [rule] of due) since.set(rule, at);
    await save();
    return reports;
  };
}

interface Recorded {
  readonly remediations: readonly Remediation[];
  /** Nothing older than that was read. */
  readonly readFrom: string;
}

async function newest({ state, unreadable }: ShadowReportDeps): Promise<Recorded> {
  const remediations = await state.listRemediations(MOST_READ, undefined, unreadable);
  const oldest = remediations.length < MOST_READ ? undefined : remediations.at(-1);
  return { remediations, readFrom: oldest?.createdAt ?? '' };
}

function reportOf(
  { account }: ShadowReportDeps,
  rule: string,
  { remediations, readFrom }: Recorded,
  [from, to]: readonly [number, number],
): ShadowReport {
  const [begun, until] = [iso(from), iso(to)];
  // Of a time that was not read whole nothing is claimed.
  const since = readFrom > begun ? readFrom : begun;
  const its = remediations.filter(
    (one) => one.mode === 'shadow' && one.rule === rule && one.createdAt >= since && one.createdAt < until,
  );
  const [summary = { total: 0, would: 0, wouldPropose: 0, refused: [] }] = shadowSummaries(its);
  const { total, would, wouldPropose, refused } = summary;
  const id = shortHash(['shadow report', rule, begun], HASH_LENGTH);
  const examples = its.slice(0, NEWEST).map(exampleOf);
  const counts = { total, would, wouldPropose, refused };
  return { v: 1, id, account, rule, since, until, ...counts, newest: examples };
}

function exampleOf(one: Remediation): ShadowExample {
  const { id, finding, createdAt, key, plan } = one;
  const came = wouldBe(one);
  const refusal = came === 'refused' ? shadowRefusal(one) : null;
  return { id, finding, at: createdAt, summary: plan?.summary ?? key, wouldBe: came, refusal };
}

/** Whoever is a person: how it is now, programs know. */
async function tell({ channels }: ShadowReportDeps, report: ShadowReport): Promise<void> {
  const body = toMessageBody({ podguard: 'shadow-report', report });
  const identity = shortHash(['shadow report', report.id], HASH_LENGTH);
  const people = new Map(peopleOf(channels));
  const failures: unknown[] = [];
  await gather(
    [...people.keys()],
    async (name) => people.get(name)?.queue.send([{ body, identity, group: 'digest' }]),
    failures,
  );
  throwAll(failures);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
