import type { Verdict } from '@podguard/core';
import {
  type AwsPrincipalsAnswer,
  boxOfTexts,
  complement,
  exactly,
  findWitness,
  type PolicyRequest,
} from '@podguard/policy';
import { undecidedBy } from './reach.ts';

/** A request of the role that is surely admitted, null where there is none, or why that is not known. */
export function admitsRole({ analysis }: AwsPrincipalsAnswer, arn: string): PolicyRequest | Verdict | null {
  const everybodyElse = boxOfTexts({ principal: { present: complement(exactly(arn)) } });
  const found = findWitness(analysis, [everybodyElse]);
  if (found.kind === 'found') return found.request;
  return found.kind === 'none' ? null : undecidedBy(found.assumptions);
}
