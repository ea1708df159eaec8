import { plain, type Style, unstyled } from '@podguard/report';
import { writeResult } from '../commands/command.ts';
import { authorOf } from '../decide/author.ts';
import { styleFor } from '../style.ts';
import { EXIT, type Terminal, tell } from '../terminal.ts';
import { type Approved, approve } from './approve.ts';
import type { DriftFlags } from './drift-flags.ts';
import { awsOf } from './open-drift-store.ts';
import { type DriftWorld, engineOf } from './run-drift.ts';

/** Approves what was chosen, and says what that is. */
export async function approveHere(
  globs: readonly string[],
  flags: DriftFlags,
  {
    where,
    terminal,
    world,
  }: { readonly where: string; readonly terminal: Terminal; readonly world: DriftWorld },
): Promise<number> {
  const { opened, reading, signal } = world;
  const dryRun = flags.dryRun === true;
  const author = await authorOf(flags.author, where, awsOf(where, flags));
  const { approvals, refused } = await approve(
    { store: opened.store, state: opened.state, engine: engineOf(world), reading, signal },
    { globs, kinds: flags.kind, author, reason: flags.reason ?? null, dryRun },
  );
  await tell(
    terminal.stderr,
    refused.map(({ key, reason }) => `podguard: not approved: ${plain(key)}: ${plain(reason)}\n`).join(''),
  );
  const style = flags.output === undefined ? styleFor(terminal.stdout, terminal, flags.color) : unstyled;
  await writeResult(lines(approvals, { author, dryRun, style }), flags, terminal);
  if (signal.aborted) return EXIT.interrupted;
  return refused.length > 0 ? EXIT.partly : EXIT.clean;
}

function lines(
  approvals: Approved['approvals'],
  { author, dryRun, style }: { readonly author: string; readonly dryRun: boolean; readonly style: Style },
): string {
  const count = `${approvals.length} resource${approvals.length === 1 ? '' : 's'}`;
  return [
    `${style.strong(`${dryRun ? 'would approve' : 'approved'} ${count}`)} by ${plain(author)}\n`,
    ...approvals.flatMap(({ approval: { key, kind, state }, unknown }) => [
      `  ${plain(key)}  ${style.faint(kind)}${state === null ? '  as gone' : ''}\n`,
      ...(unknown.length === 0
        ? []
        : [`    ${style.faint(`not known, and not compared: ${unknown.join(', ')}`)}\n`]),
    ]),
  ].join('');
}
