import { type Sender as AnySender, queueStatements } from '@podguard/deployment';

export type Sender = AnySender<$util.Input<readonly $util.Input<string>[]>>;

export function queuePolicy(queueArn: $util.Input<string>, senders: readonly Sender[]): $util.Output<string> {
  return $jsonStringify({ Version: '2012-10-17', Statement: queueStatements(queueArn, senders) });
}
