/** A time that a file may have as any text; `otherwise` where it is none. */
export function instant(time: string | undefined, otherwise: Date): Date {
  const parsed = new Date(time ?? Number.NaN);
  return Number.isNaN(parsed.getTime()) ? otherwise : parsed;
}
