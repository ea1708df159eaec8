import type { Remediation } from '@podguard/core';
import { unstyled } from '@podguard/report';
import { writeResult } from '../commands/command.ts';
import { styleFor } from '../style.ts';
import { type Terminal, widthOf } from '../terminal.ts';
import type { RemediateWorld } from './open-remediating.ts';
import type { RemediateFlags } from './remediate-flags.ts';
import { remediationJson } from './remediation-json.ts';
import type { Page } from './sections.ts';

/** Where a command works, and who asked how. */
export interface Here {
  readonly flags: Omit<RemediateFlags, 'store' | 'apply'>;
  readonly world: RemediateWorld;
  readonly terminal: Terminal;
}

export function pageFor({ flags, terminal }: Pick<Here, 'flags' | 'terminal'>): Page {
  const isFile = flags.output !== undefined;
  return {
    style: isFile ? unstyled : styleFor(terminal.stdout, terminal, flags.color),
    width: isFile ? undefined : widthOf(terminal),
  };
}

/** As lines for a person, or as an object for a program. */
export async function writeRemediation(
  lines: readonly string[],
  remediation: Remediation,
  refusal: string | null,
  { flags, terminal }: Here,
): Promise<void> {
  const text =
    flags.format === 'json' ? remediationJson(remediation, refusal) : `${lines.join('\n').trimEnd()}\n`;
  await writeResult(text, flags, terminal);
}
