/** What operators should know of and no caller is told: for the log and the metrics. */
export type Notice =
  | {
      readonly kind: 'unreadable';
      /** Of the queue's message, by which it is found in the dead-letter queue. */
      readonly messageId: string;
      readonly eventId: string | null;
      readonly reason: string;
      readonly receives: number;
    }
  | { readonly kind: 'failed'; readonly what: string; readonly error: unknown }
  | { readonly kind: 'not-read'; readonly key: string; readonly outcome: string; readonly reason: string };

export type Report = (notice: Notice) => void;
