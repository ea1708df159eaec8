export interface QueueMessage {
  readonly body: string;
  /** At most 900. */
  readonly delaySeconds?: number;
  /** On a FIFO queue: those of one group arrive in the order of sending, and one identity once in five minutes. */
  readonly group?: string;
  readonly identity?: string;
}

export interface Queue {
  /** Takes all of them, or throws: then some may have been taken. */
  send(messages: readonly QueueMessage[]): Promise<void>;
}

/** Messages that a queue has or hands out, those that wait for their time among them, as far as SQS knows: some seconds late. */
export type QueueDepth = () => Promise<number>;

/** Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
export const MAX_DELAY_SECONDS = 900;
/** Below the 256 KiB that an SNS message and an older SQS quota allow, with room for what is around a body. */
export const MAX_BODY_BYTES = 250_000;
