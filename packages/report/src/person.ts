import { type Opening, parseArn } from '@podguard/core';

export interface Person {
  readonly name: string;
  /** What they acted as or through, where that is more than their name. */
  readonly as: readonly string[];
}

/** The person or program behind a turn: the source identity, else the session of a role, else the principal itself. */
export function personOf({ actor, session, sourceIdentity, invokedBy }: Opening): Person {
  const through = invokedBy === null || invokedBy === actor ? [] : [`through ${invokedBy}`];
  if (session !== null) {
    const role = actor
      .slice(0, -session.length - 1)
      .split('/')
      .at(-1);
    const of = sourceIdentity === null ? [] : [`session ${session}`];
    return { name: sourceIdentity ?? session, as: [`role ${role}`, ...of, ...through] };
  }
  const { name, as } = principalOf(actor);
  return sourceIdentity === null
    ? { name, as: [...as, ...through] }
    : { name: sourceIdentity, as: [name, ...through] };
}

function principalOf(actor: string): Person {
  if (actor === 'unknown') return { name: 'somebody', as: [] };
  const arn = parseArn(actor);
  if (arn === undefined) return { name: actor, as: [] };
  const [type, ...path] = arn.resource.split('/');
  if (type === 'root') return { name: `root of ${arn.account}`, as: [] };
  const name = path.at(-1);
  return name === undefined || type === undefined ? { name: arn.resource, as: [] } : { name, as: [type] };
}
