import { type Data, optional, pageOf } from './operation.ts';

/** A page of the lists of services that speak JSON. */
export function jsonPage(
  name: string,
  all: readonly unknown[],
  input: Data,
  most: number,
  limit = 'MaxResults',
): Data {
  const size = Math.min(Number(input[limit] ?? most), most);
  const { page, next } = pageOf(all, optional(input, 'NextToken'), size);
  return { [name]: page, ...(next === undefined ? {} : { NextToken: next }) };
}
