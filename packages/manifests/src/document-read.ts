import type { PolicyDocument } from './policy-document.ts';

/** A document and the file that holds it, its path as given. */
export interface DocumentRead {
  readonly file: string;
  readonly document: PolicyDocument;
}

/** What its role's permission policy is called; without a name it is called by its file, as AWS allows no policy to be called. */
export function policyNameOf({ file, document }: DocumentRead): string {
  return document.policyName ?? `document ${keyOfFile(file)}`;
}

export function keyOfFile(file: string): string {
  return file === '-' ? 'standard input' : file;
}

export function isPermissions({ document }: DocumentRead): boolean {
  return document.kind === 'permission-policy';
}
