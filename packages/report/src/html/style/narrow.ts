export const NARROW = `
@media (max-width: 36rem) {
  body {
    padding: 0 0.75rem 1.5rem;
  }

  fieldset {
    flex-basis: 100%;
    gap: 0.375rem;
  }

  .tile {
    padding: 0.375rem 0.5rem;
    font-size: 0.8125rem;
  }

  .tile b {
    font-size: 1.25rem;
  }

  .tile input {
    top: 0.4rem;
    right: 0.3rem;
    margin: 0;
  }

  .where {
    margin-left: 0;
  }

  :is(.values, .scores),
  :is(.values, .scores) :is(tbody, tr, th, td) {
    display: block;
  }
}
`;
