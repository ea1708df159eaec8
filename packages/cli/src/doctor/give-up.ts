import { isNamed } from '@podguard/inventory';

type Handler = (args: never) => Promise<object>;

/** As much of a client of the SDK as this needs. */
export interface Client {
  destroy(): void;
  readonly middlewareStack: {
    add(
      middleware: (next: Handler, context: { readonly commandName?: string }) => Handler,
      options: { readonly step: 'initialize' },
    ): void;
  };
}

/** A service that did not answer one call in all its tries is asked no other: a person waits, and each would take as long. */
export function givesUp<C extends Client>(client: C): C {
  let unanswered: string | undefined;
  client.middlewareStack.add(
    (next, { commandName = 'a call' }) =>
      async (args) => {
        if (unanswered !== undefined)
          throw new Error(`not asked, as ${unanswered} was not answered before in this region`);
        try {
          return await next(args);
        } catch (error) {
          // The SDK calls a connection that breaks a timeout, too.
          if (isNamed(error, 'TimeoutError') && !isNamed(error, 'ECONNRESET', 'EPIPE'))
            unanswered = commandName.replace(/Command$/, '');
          throw error;
        }
      },
    { step: 'initialize' },
  );
  return client;
}
