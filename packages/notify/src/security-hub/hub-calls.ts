import { setTimeout as wait } from 'node:timers/promises';
import {
  type AwsSecurityFinding,
  BatchImportFindingsCommand,
  BatchUpdateFindingsCommand,
  type SecurityHubClient,
} from '@aws-sdk/client-securityhub';
import type { Alert } from '../alert.ts';
import { inBatches } from '../in-batches.ts';
import { type Hub, hubFailure, mayPass, type Refusal, refusalOf } from './hub-failure.ts';
import type { WorkflowChange } from './workflow.ts';

const LIMIT_MS = 15_000;
/** So often are those tried that Security Hub did not take of a call. */
const TRIES = 3;
const WAIT_MS = 400;
/** Source: https://docs.aws.amazon.com/securityhub/latest/partnerguide/guidelines-batchimportfindings.html */
const BATCH = { members: 100, weight: 6_000_000 } as const;

export interface HubCalls {
  importAll(findings: readonly AwsSecurityFinding[]): Promise<void>;
  /** The same change of all of them. */
  update(findings: readonly AwsSecurityFinding[], change: WorkflowChange): Promise<void>;
}

interface Calling extends Hub {
  readonly client: SecurityHubClient;
}

/** What an alert needs, within its time. */
export function createHubCalls(hub: Calling, alert: Alert): HubCalls {
  const abortSignal = AbortSignal.timeout(LIMIT_MS);
  const called = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw hubFailure(refusalOf(error), { hub, alert, cause: error });
    }
  };
  /** Until all are taken: those only are tried again that were not. */
  const insist = async (
    all: readonly AwsSecurityFinding[],
    refused: (some: readonly AwsSecurityFinding[]) => Promise<Refusals>,
  ): Promise<void> => {
    let left = all;
    for (let tries = 1; ; tries += 1) {
      const refusals = await refused(left);
      const [first] = refusals.values();
      if (first === undefined) return;
      const forGood = [...refusals.values()].find((refusal) => !mayPass(refusal));
      if (forGood !== undefined || tries === TRIES) throw hubFailure(forGood ?? first, { hub, alert });
      left = [...refusals.keys()];
      await wait(WAIT_MS * tries);
    }
  };
  return {
    async importAll(findings) {
      for (const batch of inBatches(findings, BATCH, bytesOf))
        await insist(batch, async (some) => {
          const command = new BatchImportFindingsCommand({ Findings: [...some] });
          const answer = await called(() => hub.client.send(command, { abortSignal }));
          const { SuccessCount = 0, FailedFindings = [] } = answer;
          const refusals = refusalsOf(some, FailedFindings, ({ Id }) => Id);
          return refusals.size + SuccessCount === some.length ? refusals : allUntold(some);
        });
    },
    async update(findings, { status, note }) {
      for (const batch of inBatches(findings, BATCH, () => 0))
        await insist(batch, async (some) => {
          const command = new BatchUpdateFindingsCommand({
            FindingIdentifiers: some.map(({ Id, ProductArn }) => ({ Id, ProductArn })),
            Workflow: { Status: status },
            Note: note,
          });
          const answer = await called(() => hub.client.send(command, { abortSignal }));
          const { ProcessedFindings = [], UnprocessedFindings = [] } = answer;
          const refusals = refusalsOf(some, UnprocessedFindings, (one) => one.FindingIdentifier?.Id);
          return refusals.size + ProcessedFindings.length === some.length ? refusals : allUntold(some);
        });
    },
  };
}

type Refusals = ReadonlyMap<AwsSecurityFinding, Refusal>;

interface Told {
  readonly ErrorCode?: string | undefined;
  readonly ErrorMessage?: string | undefined;
}

function refusalsOf<T extends Told>(
  sent: readonly AwsSecurityFinding[],
  refused: readonly T[],
  idOf: (one: T) => string | undefined,
): Refusals {
  return new Map(
    refused.flatMap((one) => {
      const finding = sent.find(({ Id }) => Id === idOf(one));
      const { ErrorCode = '', ErrorMessage = '' } = one;
      return finding === undefined ? [] : [[finding, { code: ErrorCode, message: ErrorMessage }]];
    }),
  );
}

/** What is not told to be taken is not. */
function allUntold(all: readonly AwsSecurityFinding[]): Refusals {
  const refusal = { code: 'UnknownAnswer', message: 'it does not say what it took' };
  return new Map(all.map((one) => [one, refusal]));
}

function bytesOf(finding: AwsSecurityFinding): number {
  return Buffer.byteLength(JSON.stringify(finding));
}
