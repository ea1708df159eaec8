export const TILES = `
.tools {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0.75rem;
  margin-top: 1.25rem;
}

fieldset {
  display: flex;
  flex: 3 1 30rem;
  gap: 0.75rem;
  margin: 0;
  padding: 0;
  border: 0;
  min-width: 0;
}

.tile {
  position: relative;
  flex: 1;
  padding: 0.5rem 0.875rem;
  border: 1px solid var(--line);
  border-top: 3px solid var(--tone);
  border-radius: 0.625rem;
  background: var(--card);
  color: var(--soft);
  font-size: 0.875rem;
  cursor: pointer;
  user-select: none;
}

.tile b {
  display: block;
  color: var(--tone);
  font-size: 1.625rem;
  line-height: 1.2;
}

.tile input {
  position: absolute;
  top: 0.625rem;
  right: 0.625rem;
  accent-color: var(--tone);
}

label.tile:not(:has(:checked)) {
  border-style: dashed;
  background: none;
}

#filter {
  flex: 1 1 16rem;
  min-height: 2.75rem;
  padding: 0 0.875rem;
  border: 1px solid var(--soft);
  border-radius: 0.625rem;
  background: var(--card);
  color: inherit;
  font: inherit;
}

#filter::placeholder {
  color: var(--soft);
  opacity: 1;
}

.critical {
  --tone: var(--critical);
}

.high {
  --tone: var(--high);
}

.medium {
  --tone: var(--medium);
}

.low {
  --tone: var(--low);
}
`;
