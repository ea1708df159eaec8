import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { type Approval, reasonOf, ServiceError } from '@podguard/core';
import { plain } from '@podguard/report';
import { writeResult } from '../commands/command.ts';
import { openForDecisions } from '../decide/open-for-decisions.ts';
import type { OpenStore } from '../local-store/index.ts';
import { EXIT, type Terminal, tell } from '../terminal.ts';
import { parseApprovedYaml, toApprovedYaml } from './approved-file.ts';
import { isChosen, refuseUnmatched } from './chosen.ts';
import type { DriftFlags } from './drift-flags.ts';
import { awsOf, refuseOtherAccount } from './open-drift-store.ts';

/** What is done with approvals alone: the account is not asked. */
export async function approvedHere(
  mode: 'unapprove' | 'export' | 'import',
  flags: DriftFlags,
  where: string,
  terminal: Terminal,
): Promise<number> {
  const read = mode === 'import' ? await readApproved(flags.importApproved ?? '', terminal) : [];
  const isRead = mode === 'export' || flags.dryRun === true;
  const opened = await openForDecisions(where, terminal, awsOf(where, flags), isRead ? 'read' : 'write');
  try {
    const { approvals, problems } = await listAll(opened);
    await tell(terminal.stderr, problems.map((problem) => `podguard: ${plain(problem)}\n`).join(''));
    if (mode === 'export') {
      const chosen = approvals.filter((one) => isChosen(one, ['*'], flags.kind));
      const output = flags.exportApproved === '-' ? {} : { output: flags.exportApproved ?? '' };
      await writeResult(toApprovedYaml(chosen), { color: flags.color, ...output }, terminal);
      if (flags.quiet !== true) await tell(terminal.stderr, `podguard: ${counted(chosen.length)} approved\n`);
    } else {
      const done = mode === 'import' ? await bring(read, approvals) : await remove(approvals);
      await writeResult(done, flags, terminal);
    }
    return problems.length > 0 ? EXIT.partly : EXIT.clean;

    async function remove(known: readonly Approval[]): Promise<string> {
      const globs = flags.unapprove ?? [];
      refuseUnmatched(
        globs,
        known.map(({ key }) => key),
        'nothing of that is approved',
      );
      const chosen = known.filter((one) => isChosen(one, globs, flags.kind));
      if (flags.dryRun !== true) for (const { key } of chosen) await opened.state.removeApproval(key);
      const begin = flags.dryRun === true ? 'would no longer approve' : 'no longer approved:';
      return `${begin} ${counted(chosen.length)}\n${chosen.map(({ key }) => `  ${plain(key)}\n`).join('')}`;
    }

    async function bring(told: readonly Approval[], known: readonly Approval[]): Promise<string> {
      for (const account of new Set(told.map((one) => one.account)))
        await refuseOtherAccount(where, opened.store, {
          account,
          whose: `what ${flags.importApproved} approves is`,
        });
      if (flags.dryRun !== true) for (const one of told) await opened.state.putApproval(one);
      const keys = new Set(told.map(({ key }) => key));
      const others = known.filter(({ key }) => !keys.has(key)).length;
      const stay =
        others === 0
          ? ''
          : `; ${counted(others)} that the file does not have stay${others === 1 ? 's' : ''} approved (--unapprove takes them out)`;
      return `${flags.dryRun === true ? 'would approve' : 'approved'} ${counted(told.length)}${stay}\n`;
    }
  } finally {
    await opened.close();
  }
}

async function listAll({ state }: OpenStore) {
  const problems: string[] = [];
  const unreadable = ({ message }: Error) => problems.push(message.replace(/\s+/g, ' '));
  const approvals = await Array.fromAsync(state.listApprovals(unreadable));
  return { approvals, problems };
}

async function readApproved(file: string, terminal: Terminal): Promise<readonly Approval[]> {
  if (file === '-') return parseApprovedYaml(await textOf(terminal.stdin), 'standard input');
  try {
    return parseApprovedYaml(await readFile(path.resolve(terminal.directory, file), 'utf8'), file);
  } catch (cause) {
    if (cause instanceof ServiceError) throw cause;
    throw new ServiceError('input-unreadable', `${file}: ${reasonOf(cause)}`, { cause });
  }
}

function counted(count: number): string {
  return `${count} resource${count === 1 ? '' : 's'}`;
}
