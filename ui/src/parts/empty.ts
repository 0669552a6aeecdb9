import { html, type TemplateResult } from 'lit';

/** A page or list with nothing on it: says so, and what would be here. */
export const empty = (shape: TemplateResult, title: string, text: string, testId: string) => html`
  <div class="empty" data-testid=${testId}>
    ${shape}
    <div>
      <p class="empty-title">${title}</p>
      <p class="quiet">${text}</p>
    </div>
  </div>
`;
