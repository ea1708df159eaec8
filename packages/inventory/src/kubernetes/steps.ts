import { OBJECT_TYPES, type ObjectType, objectType } from './object-types.ts';

/** What is listed next: objects of a type, or the service accounts that are absent. */
export interface Step {
  readonly at: ObjectType | 'absent';
  /** Gives its next page. */
  readonly from?: string;
  /** Its list had grown old, and is listed anew from the first page on: https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks */
  readonly again?: boolean;
  /** Which of its pages it is, from 0 on. */
  readonly page?: number;
}

/** Which are absent is known when those that are there were read. */
const STEPS: readonly Step['at'][] = OBJECT_TYPES.flatMap((one) =>
  one.type === 'ServiceAccount' ? [one, 'absent' as const] : [one],
);

export function stepOf(token: string | undefined): Step {
  const [first] = OBJECT_TYPES;
  if (first === undefined) throw new TypeError('no type of objects is read');
  if (token === undefined) return { at: first };
  const { at, from, again, page } = JSON.parse(token) as {
    readonly at: string;
    readonly from?: string;
    readonly again?: true;
    readonly page?: number;
  };
  const type = at === 'absent' ? at : objectType(at);
  if (type === undefined) throw new TypeError(`no type of objects is called ${at}`);
  return {
    at: type,
    ...(from === undefined ? {} : { from }),
    ...(again ? { again } : {}),
    ...(page === undefined ? {} : { page }),
  };
}

export function tokenOf({ at, ...rest }: Step): string {
  return JSON.stringify({ at: at === 'absent' ? at : at.type, ...rest });
}

export function stepAfter({ at }: Step): Step | undefined {
  const name = at === 'absent' ? at : at.type;
  const index = STEPS.findIndex((one) => (one === 'absent' ? one : one.type) === name);
  const next = STEPS[index + 1];
  return next && { at: next };
}
