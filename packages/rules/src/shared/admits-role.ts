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

type Admitted = PolicyRequest | Verdict | null;

const asked = new WeakMap<AwsPrincipalsAnswer, Map<string, Admitted>>();

/** A request of the role that is surely admitted, null where there is none, or why that is not known. */
export function admitsRole(answer: AwsPrincipalsAnswer, arn: string): Admitted {
  const answers = asked.get(answer) ?? new Map<string, Admitted>();
  asked.set(answer, answers);
  const known = answers.get(arn);
  if (known !== undefined) return known;
  const admitted = ask(answer, arn);
  answers.set(arn, admitted);
  return admitted;
}

function ask({ analysis }: AwsPrincipalsAnswer, arn: string): Admitted {
  const everybodyElse = boxOfTexts({ principal: { present: complement(exactly(arn)) } });
  const found = findWitness(analysis, [everybodyElse]);
  if (found.kind === 'found') return found.request;
  return found.kind === 'none' ? null : undecidedBy(found.assumptions);
}
