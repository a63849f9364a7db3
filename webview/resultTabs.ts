import { curveTab } from './curve/curveTab';
import { elementsTab } from './elementsTab';
import { gradientTab } from './gradientTab';
import type { ResultTab } from './resultTab';

/** The tabs below the result, from left to right. A new tab is one file and one line here. */
export const resultTabs: readonly ResultTab[] = [gradientTab, elementsTab, curveTab];
