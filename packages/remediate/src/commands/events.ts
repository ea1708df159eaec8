import {
  DisableRuleCommand,
  EnableRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { commandOf, type Send } from './send.ts';

/** What repairs call, by IAM action. */
const COMMANDS = {
  'events:DisableRule': DisableRuleCommand,
  'events:EnableRule': EnableRuleCommand,
  'events:PutRule': PutRuleCommand,
  'events:PutTargets': PutTargetsCommand,
  'events:RemoveTargets': RemoveTargetsCommand,
};

export const send: Send = async (clients, step, abortSignal) => {
  const { client } = await clients.events(step.region);
  const Command = commandOf<new (input: never) => object>(COMMANDS, step);
  const answer: object = await client.send(new Command(step.input as never) as never, { abortSignal });
  refuseFailed(answer);
  return answer;
};

/** A call for several targets is answered as done, and says of each that failed so: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html */
function refuseFailed({ FailedEntryCount = 0, FailedEntries = [] }: Failures): void {
  if (FailedEntryCount === 0) return;
  const words = FailedEntries.map(
    ({ TargetId, ErrorCode, ErrorMessage }) => `target ${TargetId}: ${ErrorCode}: ${ErrorMessage}`,
  );
  throw new Error(words.length === 0 ? `${FailedEntryCount} targets failed` : words.join(', '));
}

interface Failures {
  readonly FailedEntryCount?: number;
  readonly FailedEntries?: readonly {
    readonly TargetId?: string;
    readonly ErrorCode?: string;
    readonly ErrorMessage?: string;
  }[];
}
