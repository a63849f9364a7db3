/** The ids of the commands, as package.json declares them. */
export const commandIds = {
  computeLoss: 'lossPlayground.computeLoss',
  chooseLoss: 'lossPlayground.chooseLoss',
  openPlayground: 'lossPlayground.openPlayground',
  openPlaygroundPanel: 'lossPlayground.openPlaygroundPanel',
  openExample: 'lossPlayground.openExample',
  openShared: 'lossPlayground.openShared',
  clearInlineResults: 'lossPlayground.clearInlineResults',
} as const;

/** The id of the playground's view in the side bar. */
export const playgroundViewId = 'lossPlayground.playground';

/** The type of the playground's editor panel, by which VS Code finds who restores it after a reload. */
export const playgroundPanelType = 'lossPlayground.playgroundPanel';

/** Who the problems are from. */
export const diagnosticSource = 'Loss Playground';

/** The scheme of the URIs at which rules are explained, and the type of the editor that shows them. */
export const ruleScheme = 'loss-playground-rule';

/** The type of the editor that explains rules. */
export const ruleEditorType = 'lossPlayground.rule';

/** Context keys that `when` clauses of the manifest use. */
export const contextKeys = { hasInlineResults: 'lossPlayground.hasInlineResults' } as const;

/** What hovers can show besides the loss and its formula; the values of `lossPlayground.hover.show`. */
export const hoverSections = ['gradient', 'parameters', 'shapes', 'pitfalls', 'value'] as const;

/** What the names of all settings begin with. */
export const settingSection = 'lossPlayground';

/** The settings in that section and their defaults, as package.json declares them. */
export const settingDefaults = {
  'hover.enabled': true,
  'hover.formulaScale': 1,
  'hover.show': hoverSections,
  'inlineResult.enabled': true,
  'inlineResult.openPlayground': true,
  'inlayHints.enabled': true,
  'codeLens.enabled': false,
  'diagnostics.enabled': true,
  'diagnostics.severity': {},
} as const;
