import { ITEM_SORT_KEY, resourceKeyOf } from './keys.ts';

/** A row as DynamoDB's stream shows it. */
export type StreamedRow = Readonly<Record<string, { readonly S?: string | undefined } | undefined>>;

/** The key of the resource whose item is waiting to be dispatched; undefined for every other row. */
export function pendingKeyOf(row: StreamedRow | undefined): string | undefined {
  const pk = row?.pk?.S;
  if (pk === undefined || row?.sk?.S !== ITEM_SORT_KEY || row.pending?.S === undefined) return undefined;
  return resourceKeyOf(pk, row.name?.S);
}
