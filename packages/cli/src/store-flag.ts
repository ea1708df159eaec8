/** What names a state again in a command line that is shown; nothing for where commands look by themselves. */
export function storeFlag(where: string): string {
  if (where === '.podguard') return '';
  return ` --store ${/^[\w.:@/-]+$/.test(where) ? where : 'STORE'}`;
}
