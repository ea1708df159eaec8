import type { Remediation, RemediationState } from '@podguard/core';
import { isOpenRemediation, newestRemediations, remediationEnd } from './remediations.ts';

/** Remediations as they would be: written to memory, read of the ones below where nothing was written. */
export function overlayRemediations(below: RemediationState, now: () => number): RemediationState {
  const above = new Map<string, Remediation>();
  const isKept = (one: Remediation): boolean => remediationEnd(one) > now();
  const loadRemediation = async (id: string) => {
    const own = above.get(id);
    if (own === undefined) return below.loadRemediation(id);
    return isKept(own) ? own : undefined;
  };
  return {
    loadRemediation,
    async saveRemediation(remediation) {
      const { id, version } = remediation;
      const known = above.get(id);
      const before = await loadRemediation(id);
      // Another may have written it while that was read.
      if (above.get(id) !== known || (before?.version ?? 0) !== version - 1) return 'conflict';
      above.set(id, remediation);
      return 'written';
    },
    async listRemediations(limit, target, unreadable) {
      const own = [...above.values()].filter(isKept);
      // As many more as are written anew.
      const read = await below.listRemediations(limit + above.size, target, unreadable);
      return newestRemediations([...read.filter(({ id }) => !above.has(id)), ...own], limit, target);
    },
    async *listOpenRemediations() {
      for (const one of [...above.values()]) if (isKept(one) && isOpenRemediation(one)) yield one.id;
      for await (const id of below.listOpenRemediations()) if (!above.has(id)) yield id;
    },
  };
}
