import { ServiceError } from '@podguard/core';
import * as z from 'zod/mini';
import { IAM_PLACE, loadSent, type Marks, missing, type SentCanary, saveSent } from './canary-marks.ts';

export interface CanaryDeps {
  readonly state: Marks;
  readonly now: () => Date;
  /** Sets the canary's tag on its own role. */
  readonly tagRole: (value: string) => Promise<void>;
  /** The ARN of its own rule of each region. */
  readonly rules: Readonly<Record<string, string>>;
  readonly tagRule: (region: string, rule: string, value: string) => Promise<void>;
  /** The metric CanaryLate. */
  readonly late: (count: number) => void;
}

export interface Canary {
  send(): Promise<void>;
  /** Tells the metric how many places the last one has not come from, though it should have. */
  check(): Promise<void>;
}

/** CloudTrail says within about five minutes on average: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/how-cloudtrail-works.html */
const PATIENCE_MS = 30 * 60_000;
/** Sent daily; a schedule that failed is told two hours later. */
const MOST_AGE_MS = 26 * 3_600_000;

/** Creates the canary: what it sets in every region has to come back as an event. */
export function createCanary({ state, now, tagRole, rules, tagRule, late }: CanaryDeps): Canary {
  const places = [IAM_PLACE, ...Object.keys(rules).sort()];

  /** As long as it may come yet, what was late before stays so: an alarm would end without reason. */
  const countLate = async (sent: SentCanary): Promise<number> => {
    const count = (await missing(state, sent)).length;
    const age = now().getTime() - Date.parse(sent.sentAt);
    return age < PATIENCE_MS ? Math.min(count, sent.lateBefore) : count;
  };

  const set = async (canary: SentCanary): Promise<void> => {
    // Before the calls: an event that is faster than this write would be nobody's.
    await saveSent(state, { ...canary, setting: true });
    const calls = [
      tagRole(canary.sentAt),
      ...Object.entries(rules).map(([region, rule]) => tagRule(region, rule, canary.sentAt)),
    ];
    const failures = (await Promise.allSettled(calls)).flatMap((call) =>
      call.status === 'rejected' ? [call.reason as unknown] : [],
    );
    if (failures.length > 0) throw unsent(failures, calls.length);
    await saveSent(state, canary);
  };

  const send = async (): Promise<void> => {
    const before = await loadSent(state);
    const lateBefore = before === undefined ? 0 : await countLate(before);
    await set({ sentAt: now().toISOString(), expected: places, lateBefore });
  };

  return {
    send,
    async check() {
      const sent = await loadSent(state);
      if (sent === undefined) {
        // A new deployment does not wait for the next day's.
        await send();
        return late(0);
      }
      const age = now().getTime() - Date.parse(sent.sentAt);
      late(age > MOST_AGE_MS ? sent.expected.length : await countLate(sent));
      const { setting, ...canary } = sent;
      if (setting === true) await set(canary);
    },
  };
}

function unsent(failures: readonly unknown[], calls: number): ServiceError {
  const reason = failures[0] instanceof Error ? failures[0].message : String(failures[0]);
  return new ServiceError(
    'canary-unsent',
    `${failures.length} of the ${calls} tags of the canary could not be set (${reason}): look at the function's role`,
    { cause: new AggregateError(failures), retryable: true },
  );
}

const event = z.looseObject({ canary: z.enum(['send', 'check']) });

/** Does what a schedule asks for. */
export async function takeCanary(canary: Canary, asked: unknown): Promise<void> {
  const { data } = event.safeParse(asked);
  if (data === undefined)
    throw new ServiceError('message-malformed', 'the canary is called with {"canary": "send"} or "check"');
  await (data.canary === 'send' ? canary.send() : canary.check());
}
