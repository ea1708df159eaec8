import type { Verdict } from '@podguard/core';
import {
  type AwsPrincipalsAnswer,
  boxOfTexts,
  exactly,
  findWitnessIn,
  type PolicyRequest,
} from '@podguard/policy';
import { onceBy } from './memo.ts';
import { undecidedBy } from './reach.ts';

/** A request of the role that is surely admitted, null where there is none, or why that is not known. */
export const admitsRole: (answer: AwsPrincipalsAnswer, arn: string) => PolicyRequest | Verdict | null =
  onceBy(
    ({ analysis }: AwsPrincipalsAnswer, arn: string) => {
      const found = findWitnessIn(analysis, [boxOfTexts({ principal: { present: exactly(arn) } })]);
      if (found.kind === 'found') return found.request;
      return found.kind === 'none' ? null : undecidedBy(found.assumptions);
    },
    (arn) => arn,
  );
