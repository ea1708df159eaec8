import { someText } from '@podguard/core';
import type { ShadowReport } from '@podguard/notify';
import * as z from 'zod/mini';

const text = z.string();
const name = someText;
const count = z.int().check(z.nonnegative());

/** What shadow mode recorded, as it lies in a channel's queue; a newer function may have put more into it. */
export const shadowReportSchema = z.looseObject({
  v: z.literal(1),
  id: name,
  rule: name,
  account: text,
  since: text,
  until: text,
  total: count,
  would: count,
  wouldPropose: count,
  refused: z.array(z.looseObject({ guard: text, count })),
  newest: z.array(
    z.looseObject({
      ...{ id: text, finding: text, at: text, summary: text },
      wouldBe: z.enum(['applied', 'proposed', 'refused']),
      refusal: z.nullable(text),
    }),
  ),
}) satisfies z.ZodMiniType<ShadowReport>;
