import {
  type Catalogue,
  type Exemption,
  expiringExemptions,
  type Finding,
  type FindingContext,
  findingsOf,
  type Store,
  scopeWords,
  shortHash,
} from '@podguard/core';
import { createDigestSum } from '@podguard/notify';
import * as z from 'zod/mini';
import { tellWritten, type WrittenDigestDeps } from './written-digest.ts';

export interface TellExpiringDeps extends WrittenDigestDeps {
  readonly store: Pick<Store, 'listItems'>;
  readonly catalogue: Catalogue;
  readonly context: () => Promise<FindingContext>;
  readonly account: string;
}

const MARK = 'exemptions/expiring';
const TITLE = 'Exemptions that end within a week, and what will be open again';
/** A digest has few notes: one says how many more there are. */
const MOST_NOTES = 9;
const ids = z.array(z.string());

/** Creates what tells of exemptions in the week before they end, of each once; returns whether it did. */
export function createTellExpiring(deps: TellExpiringDeps): () => Promise<boolean> {
  return () =>
    tellWritten(MARK, deps, async (told) => {
      const context = await deps.context();
      const expiring = expiringExemptions(context.exemptions, context.at);
      const { data: known = [] } = ids.safeParse(told);
      const fresh = expiring.filter(({ id }) => !known.includes(id));
      if (fresh.length === 0) return undefined;
      const id = shortHash(['expiring', ...fresh.map((one) => one.id)], 26);
      const covered = await coveredBy(fresh, context, deps);
      const sum = createDigestSum();
      for (const finding of covered) sum.add({ ...finding, status: 'open' });
      const notes = notesOf(fresh, covered);
      const digest = sum.toDigest({ id, title: TITLE, account: deps.account, transitions: 0, notes });
      return { digest, told: expiring.map((one) => one.id) };
    });
}

async function coveredBy(
  exemptions: readonly Exemption[],
  context: FindingContext,
  { store, catalogue }: Pick<TellExpiringDeps, 'store' | 'catalogue'>,
): Promise<readonly Finding[]> {
  const wanted = new Set(exemptions.map(({ id }) => id));
  const covered: Finding[] = [];
  for await (const item of store.listItems())
    for (const finding of findingsOf(item, catalogue, context))
      if (finding.exemption !== null && wanted.has(finding.exemption.id)) covered.push(finding);
  return covered;
}

function notesOf(exemptions: readonly Exemption[], covered: readonly Finding[]): readonly string[] {
  const shown = exemptions.slice(0, MOST_NOTES).map((one) => {
    const count = covered.filter(({ exemption }) => exemption?.id === one.id).length;
    const findings = count === 1 ? '1 finding' : `${count} findings`;
    const { until, author, reason, id } = one;
    const end = until.slice(0, 16).replace('T', ' ');
    return `${id} ends ${end} UTC: ${scopeWords(one)} (${findings}), accepted by ${author}: ${reason}`;
  });
  const more = exemptions.length - shown.length;
  return more > 0 ? [...shown, `${more} more: podguard exempt list shows all`] : shown;
}
