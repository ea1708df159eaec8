import type { Instruction } from './dockerfile-instructions.ts';

interface Stage {
  readonly index: number;
  readonly name: string;
  /** The image or the stage that it begins with. */
  readonly base: string;
}

const FROM_STAGE = /(?:--from=|\bfrom=)["']?([^\s,"']+)/g;

/**
 * Of each instruction the stage of which no image is made, and null where one may be: a stage that others copy files from, and
 * that none begins with that is built for itself. Source: https://docs.docker.com/build/building/multi-stage/
 */
export function stagesLeftOut(instructions: readonly Instruction[]): readonly (string | null)[] {
  const stages: Stage[] = [];
  const called = new Map<string, Stage>();
  const copied = new Set<Stage>();
  const placed = instructions.map(({ name, text }) => {
    if (name === 'FROM') {
      const stage = stageOf(text, stages.length);
      stages.push(stage);
      for (const word of namesOf(stage)) called.set(word, stage);
      return stage;
    }
    const here = stages.at(-1);
    for (const [, from = ''] of text.matchAll(FROM_STAGE)) {
      const source = called.get(from.toLowerCase());
      if (source !== undefined && source !== here) copied.add(source);
    }
    return here;
  });
  const kept = new Set<Stage>();
  const bases = new Set<string>();
  for (const stage of stages.toReversed()) {
    if (copied.has(stage) && !namesOf(stage).some((word) => bases.has(word))) continue;
    kept.add(stage);
    bases.add(stage.base.toLowerCase());
  }
  return placed.map((stage) => (stage === undefined || kept.has(stage) ? null : stage.name));
}

function stageOf(text: string, index: number): Stage {
  const words = text.split(/\s+/).filter((word) => word !== '' && !word.startsWith('--'));
  const [base = '', as = '', name = ''] = words;
  return { index, base, name: /^as$/i.test(as) && name !== '' ? name : String(index) };
}

/** By its name, and by its number. */
function namesOf({ index, name }: Stage): readonly string[] {
  return [name.toLowerCase(), String(index)];
}
