import { AwsError, type Data, optional, pageOf } from './operation.ts';

/** A page of IAM's lists. */
export function iamPage(name: string, all: readonly unknown[], input: Data): Data {
  const { page, next } = pageOf(all, optional(input, 'Marker'), Number(input.MaxItems ?? 100));
  return { [name]: page, IsTruncated: next !== undefined, Marker: next };
}

export function noSuch(message: string): never {
  throw new AwsError('NoSuchEntity', 404, message);
}
