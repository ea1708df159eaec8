import type { JsonValue, ServiceState } from '@podguard/core';
import * as z from 'zod/mini';

/** The tag that the canary sets to the time of day, on its own role and on its own rules. */
export const CANARY_TAG = 'podguard:canary';

/** Beside the regions of the rules: IAM's events come another way, by us-east-1 only. */
export const IAM_PLACE = 'iam';

export type Marks = Pick<ServiceState, 'loadMark' | 'saveMark'>;

const CANARY_MARK = 'canary';

const sent = z.strictObject({
  sentAt: z.iso.datetime(),
  /** `iam`, and the regions. */
  expected: z.array(z.string()),
  /** How many of the one before had not come when this one was sent. */
  lateBefore: z.int().check(z.nonnegative()),
  /** It may not be set everywhere yet. */
  setting: z.optional(z.literal(true)),
});

const seen = z.strictObject({ sentAt: z.string(), seenAt: z.string(), delaySeconds: z.number() });

export type SentCanary = Readonly<z.output<typeof sent>>;
export type SeenCanary = Readonly<z.output<typeof seen>>;

/** The last canary that was sent; one that another version wrote counts for none. */
export async function loadSent(marks: Marks): Promise<SentCanary | undefined> {
  return sent.safeParse(await marks.loadMark(CANARY_MARK)).data;
}

export async function saveSent(marks: Marks, canary: SentCanary): Promise<void> {
  await marks.saveMark(CANARY_MARK, canary as unknown as JsonValue);
}

/** Each place has a mark of its own: who saves one cannot lose another's. */
export async function loadSeen(marks: Marks, place: string): Promise<SeenCanary | undefined> {
  return seen.safeParse(await marks.loadMark(seenMark(place))).data;
}

export async function saveSeen(marks: Marks, place: string, canary: SeenCanary): Promise<void> {
  await marks.saveMark(seenMark(place), canary as unknown as JsonValue);
}

export interface CanaryPlaces {
  readonly sentAt: string;
  /** `delaySeconds` where it has come back. */
  readonly places: readonly { readonly place: string; readonly delaySeconds?: number }[];
}

/** How the last canary fared; undefined where none was sent. */
export async function canaryPlaces(marks: Pick<Marks, 'loadMark'>): Promise<CanaryPlaces | undefined> {
  const last = sent.safeParse(await marks.loadMark(CANARY_MARK)).data;
  if (last === undefined) return undefined;
  const { sentAt, expected } = last;
  const places = await Promise.all(
    expected.map(async (place) => {
      const { data } = seen.safeParse(await marks.loadMark(seenMark(place)));
      return data?.sentAt === sentAt ? { place, delaySeconds: data.delaySeconds } : { place };
    }),
  );
  return { sentAt, places };
}

/** Where the canary was expected and has not come. */
export async function missing(marks: Marks, { sentAt, expected }: SentCanary): Promise<readonly string[]> {
  const came = await Promise.all(
    expected.map(async (place) => (await loadSeen(marks, place))?.sentAt === sentAt),
  );
  return expected.filter((_, index) => !came[index]);
}

function seenMark(place: string): string {
  return `${CANARY_MARK}-seen/${place}`;
}
