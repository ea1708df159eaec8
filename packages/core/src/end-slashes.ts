/** A text without the slashes at its end, in time in proportion: from each slash of a run the search would go on to its end. */
export function withoutEndSlashes(text: string): string {
  return text.replace(/(?<!\/)\/+$/, '');
}
