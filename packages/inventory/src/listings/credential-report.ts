import { inSeconds } from '@podguard/core';
import type { Clients } from '../clients.ts';
import { type Fault, faultOf } from '../fault.ts';
import type { ListContext } from '../listing.ts';
import { must } from '../must.ts';
import type { ReadContext } from '../reader.ts';

/** A key by its place in the report, which does not name its id. */
interface ReportedKey {
  readonly active: boolean;
  /** When it was made or last changed; null where there is none. */
  readonly changedAt: string | null;
  readonly lastUsedAt: string | null;
}

export interface CredentialReport {
  readonly outcome: 'read';
  /** What it tells was so then: AWS makes one at most every four hours. */
  readonly madeAt: Date;
  /** By the user's ARN, that of root too. */
  readonly keys: ReadonlyMap<string, readonly ReportedKey[]>;
}

const POLL_MS = 500;
/** Who waits longer asks for each key alone. */
const MOST_POLLS = 8;
const KEPT_MS = 5 * 60_000;

interface Asked {
  readonly startedAt: Date;
  readonly report: Promise<CredentialReport | Fault>;
}

const asked = new WeakMap<Clients, Asked>();

/**
 * The account's credential report, asked for once for a listing: in two calls the last uses of all users' access keys. That AWS does
 * not give it is a value. Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export function credentialReport(context: ListContext, anew: boolean): Promise<CredentialReport | Fault> {
  const { clients, startedAt } = context;
  const before = asked.get(clients);
  const isKept = before !== undefined && startedAt.getTime() - before.startedAt.getTime() < KEPT_MS;
  if (isKept && !anew) return before.report;
  const report = context.part(askReport).catch(faultOf);
  asked.set(clients, { startedAt, report });
  return report;
}

/** The report itself. Throws where AWS does not give it. */
export async function askReport({
  clients,
  iamRegion,
  signal: abortSignal,
}: Pick<ReadContext, 'clients' | 'iamRegion' | 'signal'>): Promise<CredentialReport> {
  const { sdk, client } = await clients.iam(iamRegion);
  for (let poll = 1; ; poll += 1) {
    const answer = await client.send(new sdk.GenerateCredentialReportCommand({}), { abortSignal });
    if (must(answer.State, 'state') === 'COMPLETE') break;
    if (poll === MOST_POLLS) throw notReady();
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  const answer = await client.send(new sdk.GetCredentialReportCommand({}), { abortSignal });
  const text = new TextDecoder().decode(must(answer.Content, 'report'));
  return { outcome: 'read', madeAt: must(answer.GeneratedTime, 'time of the report'), keys: keysIn(text) };
}

function notReady(): Error {
  const error = new Error(`the credential report was not ready after ${MOST_POLLS} calls`);
  error.name = 'TimeoutError';
  return error;
}

/** Of a line with another number of values than the head has, as by a comma in a name, nothing is taken. */
function keysIn(report: string): CredentialReport['keys'] {
  const [head = [], ...lines] = report
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.trimEnd().split(','));
  const rows = lines.filter(({ length }) => length === head.length);
  return new Map(
    rows.map((row) => {
      const of = (name: string) => must(row[head.indexOf(name)], `column ${name}`);
      const keys = ['access_key_1', 'access_key_2'].map((key) => ({
        active: of(`${key}_active`) === 'true',
        changedAt: time(of(`${key}_last_rotated`)),
        lastUsedAt: time(of(`${key}_last_used_date`)),
      }));
      return [of('arn'), keys];
    }),
  );
}

/** As CloudTrail writes times: the report has `2026-03-12T07:00:00+00:00`, or `N/A` and the like. */
function time(text: string): string | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : inSeconds(new Date(at));
}
