/** Whoever may send to a queue or publish to a topic by its own policy, besides roles that are allowed to. */
export interface Sender {
  readonly service: string;
  readonly sources: $util.Input<readonly $util.Input<string>[]>;
}

/** The one policy of a queue: nothing without TLS, and these services for these of their parts. */
export function queuePolicy(queueArn: $util.Input<string>, senders: readonly Sender[]): $util.Output<string> {
  const allowed = senders.map(({ service, sources }) => ({
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sqs:SendMessage',
    Resource: queueArn,
    Condition: { ArnEquals: { 'aws:SourceArn': sources } },
  }));
  const onlyTls = {
    Effect: 'Deny',
    Principal: '*',
    Action: 'sqs:*',
    Resource: queueArn,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  return $jsonStringify({ Version: '2012-10-17', Statement: [onlyTls, ...allowed] });
}
