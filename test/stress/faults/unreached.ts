/** The sites that no run reaches, each with its reason. */
export const UNREACHED: Readonly<Record<string, string>> = {};
