/** A record of the table's stream, or a message of the due queue, as Lambda hands them out. */
export type AskingRecord =
  | { readonly messageId: string; readonly body: string }
  | {
      readonly dynamodb?:
        | { readonly SequenceNumber?: string | undefined; readonly NewImage?: object | undefined }
        | undefined;
    };

/** By what a failure is told to Lambda. */
export function identityOf(record: AskingRecord): string {
  return 'messageId' in record ? record.messageId : (record.dynamodb?.SequenceNumber ?? '');
}
