import { parseChannelMessage, type Queue, type QueueMessage } from '@podguard/functions';

/** Keeps what it is sent, or fails. */
export function testQueue(fails: () => unknown = () => undefined): Queue & { readonly sent: QueueMessage[] } {
  const sent: QueueMessage[] = [];
  return {
    sent,
    async send(messages) {
      const failure = fails();
      if (failure !== undefined) throw failure;
      sent.push(...messages);
    },
  };
}

/** Of the transitions that messages tell. */
export const ids = (messages: readonly QueueMessage[]) =>
  messages.flatMap(({ body }) => {
    const message = parseChannelMessage(body);
    return message.podguard === 'transitions' ? message.transitions.map(({ id }) => id) : [];
  });
