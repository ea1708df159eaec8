import { type Posture, ServiceError } from '@podguard/core';
import { postureJson } from '@podguard/report';

/** What `GET /api/posture` is asked for: which part of the lists. */
export interface PostureQuery {
  readonly limit?: string | undefined;
  readonly offset?: string | undefined;
}

const USUAL = 1_000;
const MOST = 10_000;

/** The means of all, and a part of the identities, and of those without a score, with the way to the next part. */
export function postureAnswer(posture: Posture, query: PostureQuery) {
  const limit = whole('limit', query.limit, USUAL, 1, MOST);
  const offset = whole('offset', query.offset, 0, 0, Number.MAX_SAFE_INTEGER - MOST);
  const end = offset + limit;
  const [identities, unknown] = [posture.identities.length, posture.unknown.length];
  return {
    ...postureJson({
      ...posture,
      identities: posture.identities.slice(offset, end),
      unknown: posture.unknown.slice(offset, end),
    }),
    totals: { identities, unknown },
    next: end < Math.max(identities, unknown) ? `/api/posture?limit=${limit}&offset=${end}` : null,
  };
}

function whole(name: string, text: string | undefined, usual: number, least: number, most: number): number {
  if (text === undefined) return usual;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new ServiceError(
    'usage',
    `${name}: ${JSON.stringify(text)} is no whole number from ${least} to ${most}`,
  );
}
