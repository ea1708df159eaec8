import * as z from 'zod/mini';

/**
 * A text that is not empty. Not by `z.minLength`, which is asked of values of other types that have a `length`, too, and throws
 * where that is no number: https://github.com/colinhacks/zod/blob/main/packages/zod/src/v4/core/checks.ts
 */
export const someText = z
  .string()
  .check(z.refine((text) => text.length > 0, 'Too small: expected string to have >=1 characters'));
