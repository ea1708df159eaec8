import { ServiceError } from '@podguard/core';
import type { MiddlewareHandler } from 'hono';

/** Refuses a request with a parameter that its path does not take, or that is there twice: it would be answered as if it were not. */
export function takes(...names: readonly string[]): MiddlewareHandler {
  return async (c, next) => {
    for (const [name, values] of Object.entries(c.req.queries())) {
      const shown = JSON.stringify(name);
      if (!names.includes(name))
        throw new ServiceError(
          'usage',
          `${c.req.path} takes no ${shown}: it takes ${names.join(', ') || 'nothing'}`,
        );
      if (values.length > 1)
        throw new ServiceError('usage', `${shown} is there ${values.length} times: give it once`);
    }
    await next();
  };
}
