import { compareTab } from '../compare/compareTab';
import { curveTab } from '../curve/curveTab';
import { descendTab } from '../descend/descendTab';
import { elementsTab } from './elementsTab';
import { gradientTab } from './gradientTab';
import { precisionsTab } from '../precisions/precisionsTab';
import type { ResultTab } from './resultTab';
import { stepsTab } from '../steps/stepsTab';

/** The tabs below the result, from left to right. A new tab is one file and one line here. */
export const resultTabs: readonly ResultTab[] = [
  gradientTab,
  elementsTab,
  stepsTab,
  curveTab,
  descendTab,
  compareTab,
  precisionsTab,
];
