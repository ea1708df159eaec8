import { namesIn } from '../answers.ts';

/** What the key of something that a cluster owns names. */
export function ownedBy(key: string, type: string) {
  const found = namesIn(key, 'eks', type);
  const [clusterName, name, ...rest] = found?.names ?? [];
  return found && clusterName && name && rest.length === 0
    ? { region: found.region, clusterName, name }
    : undefined;
}

/** What an update changes is told once it is over. */
export function isInUpdate({ status }: { readonly status?: string | undefined }): boolean {
  return status === 'UPDATING';
}
