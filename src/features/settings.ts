import { workspace, type ConfigurationScope } from 'vscode';
import { hoverSections, settingDefaults, settingSection } from './manifest';

/** One of the things that a hover can show. */
export type HoverSection = (typeof hoverSections)[number];

type SettingName = keyof typeof settingDefaults;
type Setting<N extends SettingName> = (typeof settingDefaults)[N] extends boolean
  ? boolean
  : (typeof settingDefaults)[N] extends number
    ? number
    : (typeof settingDefaults)[N] extends readonly unknown[]
      ? readonly HoverSection[]
      : Readonly<Record<string, unknown>>;

/**
 * A setting's value where `scope` is: what the user chose if it has the right type, else the default. VS Code
 * reports a wrong type to the user but hands the value on all the same.
 */
export function setting<N extends SettingName>(name: N, scope?: ConfigurationScope): Setting<N> {
  const chosen: unknown = workspace.getConfiguration(settingSection, scope ?? null).get(name);
  const fallback: unknown = settingDefaults[name];
  const fits = Array.isArray(fallback)
    ? Array.isArray(chosen)
    : typeof chosen === typeof fallback && chosen !== null && !Array.isArray(chosen);
  return (fits ? chosen : fallback) as Setting<N>;
}

/** The size of the text in an editor and its hovers, in CSS pixels, within the limits that VS Code sets. */
export function editorFontSize(scope: ConfigurationScope): number {
  const chosen: unknown = workspace.getConfiguration('editor', scope).get('fontSize');
  return typeof chosen === 'number' && chosen > 0 ? Math.min(Math.max(chosen, 6), 100) : 14;
}

/** Whether the user says that a screen reader reads the editor. What VS Code finds out itself it does not tell. */
export function isForScreenReader(scope: ConfigurationScope): boolean {
  return workspace.getConfiguration('editor', scope).get('accessibilitySupport') === 'on';
}
