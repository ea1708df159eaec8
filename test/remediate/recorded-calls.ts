import type { JsonObject } from '@podguard/core';
import { ACCOUNT, REGION } from '../inventory/account.ts';
import type { Data, Operation } from '../support/aws-fake/operation.ts';
import { recordOf } from '../support/aws-fake/record-of.ts';

type Handler = (args: { readonly input: object }) => Promise<{ readonly output: object }>;

interface Stack {
  add(
    middleware: (next: Handler, context: { readonly commandName?: string }) => Handler,
    options: { readonly step: 'initialize'; readonly name: string },
  ): void;
}

/** Writes what CloudTrail would of the calls by which a client changes something, where an emulator writes nothing. */
export function recordCalls(
  client: { readonly middlewareStack: unknown },
  service: Operation['service'],
  {
    records,
    now,
    caller,
  }: { readonly records: JsonObject[]; readonly now: () => Date; readonly caller?: JsonObject },
): void {
  const stack = client.middlewareStack as Stack;
  stack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const result = await next(args);
        const name = commandName.replace(/Command$/, '');
        if (/^(Describe|Get|List)/.test(name)) return result;
        const { $metadata: _metadata, ...answer } = result.output as Record<string, unknown>;
        const operation = { service, name, writes: true, run: () => ({}) };
        const serial = records.length + 1;
        const input = args.input as Data;
        records.push(
          recordOf(operation, {
            input,
            answer,
            account: ACCOUNT,
            region: REGION,
            now: now(),
            serial,
            caller,
          }),
        );
        return result;
      },
    { step: 'initialize', name: 'recordCalls' },
  );
}
